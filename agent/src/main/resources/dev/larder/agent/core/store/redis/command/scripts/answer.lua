-- Ends every script: puts what the caller sent for this one call, the last of ARGV, before the answer. So the caller sees
-- whether the answer is to its own command. An error is passed on as it is.

local answered = answer()
if type(answered) == 'table' and answered.err then
  return answered
end
return {ARGV[#ARGV], answered}
