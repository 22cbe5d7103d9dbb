-- Whole numbers from 0 to 2^63 - 1 as decimal text without leading zeros. A number of a script is a double, which holds
-- 53 bits: what is longer than 15 digits is reckoned in two halves, of which each is exact.
local HALF = 1000000000
local MOST_UNITS = '9223372036854775806'

local function halves(text)
  local length = #text
  if length <= 9 then
    return 0, tonumber(text)
  end
  return tonumber(string.sub(text, 1, length - 9)), tonumber(string.sub(text, length - 8))
end

local function whole(high, low)
  if high == 0 then
    return decimal(low)
  end
  return decimal(high) .. string.format('%09.0f', low)
end

local function atMost(left, right)
  if #left <= 15 and #right <= 15 then
    return tonumber(left) <= tonumber(right)
  end
  local leftHigh, leftLow = halves(left)
  local rightHigh, rightLow = halves(right)
  return leftHigh < rightHigh or (leftHigh == rightHigh and leftLow <= rightLow)
end

local function add(left, right)
  if #left <= 15 and #right <= 15 then
    return decimal(tonumber(left) + tonumber(right))
  end
  local leftHigh, leftLow = halves(left)
  local rightHigh, rightLow = halves(right)
  local high, low = leftHigh + rightHigh, leftLow + rightLow
  if low >= HALF then
    high, low = high + 1, low - HALF
  end
  return whole(high, low)
end

-- Zero where the right one is larger.
local function subtract(left, right)
  if atMost(left, right) then
    return '0'
  end
  if #left <= 15 then
    return decimal(tonumber(left) - tonumber(right))
  end
  local leftHigh, leftLow = halves(left)
  local rightHigh, rightLow = halves(right)
  local high, low = leftHigh - rightHigh, leftLow - rightLow
  if low < 0 then
    high, low = high - 1, low + HALF
  end
  return whole(high, low)
end

local function smaller(left, right)
  if atMost(left, right) then
    return left
  end
  return right
end
