-- Asks devauth whether the token of a request is good. Sets txn.men_status and, on 200, the identity of the device.
-- Replace devauth:8081, the internal listener.
local VERIFY = "http://devauth:8081/api/internal/v1/devauth/tokens/verify"
local TIMEOUT_MS = 1000
local IDENTITY = {
  ["x-men-device-id"] = "txn.men_device",
  ["x-men-tenant-id"] = "txn.men_tenant",
  ["x-men-token-id"] = "txn.men_token",
  ["x-men-token-exp"] = "txn.men_exp",
  ["x-men-auth-set-id"] = "txn.men_auth_set",
}

-- The first value of a header of the answer, or an empty text.
local function first(headers, name)
  local values = headers and headers[name]
  return values and values[0] or ""
end

core.register_action("devauth", { "http-req" }, function(txn)
  local sent = txn.http:req_get_headers()
  local headers = {}
  if sent["authorization"] then headers["authorization"] = { sent["authorization"][0] } end
  if sent["x-men-requestid"] then headers["x-men-requestid"] = { sent["x-men-requestid"][0] } end
  local answer = core.httpclient():get({ url = VERIFY, headers = headers, timeout = TIMEOUT_MS })
  local status = answer and answer.status or 0
  if status == 200 then
    for name, variable in pairs(IDENTITY) do
      local value = first(answer.headers, name)
      if value == "" then status = 0 end -- an identity that is not whole is no identity
      txn:set_var(variable, value)
    end
  end
  txn:set_var("txn.men_status", status)
  txn:set_var("txn.men_challenge", first(answer and answer.headers, "www-authenticate"))
  txn:set_var("txn.men_request", first(answer and answer.headers, "x-men-requestid"))
end)
