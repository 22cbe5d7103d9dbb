package dev.mcppolicy.audit;

/**
 * The place and the hash of one line of an audit log. Kept where the log's writers cannot reach, it proves later that
 * the log still begins with exactly the lines up to this one.
 *
 * @param sequence the line's number in the log, from 1; 0 before the first line
 * @param hash the SHA-256 of the line without its line feed, as 64 lowercase hexadecimal digits
 */
public record AuditAnchor(long sequence, String hash) {
    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException if the number is negative or the hash is not of that form
     */
    public AuditAnchor {
        if (sequence < 0) {
            throw new IllegalArgumentException("a line number must not be negative, not " + sequence);
        }
        if (!HashChain.isHash(hash)) {
            throw new IllegalArgumentException("not 64 lowercase hexadecimal digits: `" + hash + "`");
        }
    }
}
