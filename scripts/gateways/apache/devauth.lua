-- Asks devauth whether the token of a request is good, over one kept connection a thread. Replace HOST and PORT: the internal listener.
require "apache2"
local socket = require "socket"

local HOST, PORT = "devauth", 8081
local TIMEOUT_SECONDS = 2
local PATH = "/api/internal/v1/devauth/tokens/verify"
local IDENTITY = { "X-MEN-Device-Id", "X-MEN-Tenant-Id", "X-MEN-Token-Id", "X-MEN-Token-Exp", "X-MEN-Auth-Set-Id" }

local IS_IDENTITY = {}
for _, name in ipairs(IDENTITY) do
  IS_IDENTITY[name:lower()] = true
end

local kept -- the connection of this thread

local function forget()
  if kept then kept:close() end
  kept = nil
end

-- Reads an answer. Returns its status and headers, or nothing when the connection failed.
local function read()
  local line = kept:receive("*l")
  local status = line and tonumber(line:match("^HTTP/1%.1 (%d%d%d)"))
  if not status then return end
  local headers = {}
  while true do
    line = kept:receive("*l")
    if not line then return end
    if line == "" then break end
    local name, value = line:match("^([^:]+):%s*(.-)%s*$")
    if name then headers[name:lower()] = value end
  end
  local length = tonumber(headers["content-length"])
  if length and length > 0 and not kept:receive(length) then return end
  if headers["transfer-encoding"] or headers["connection"] == "close" then forget() end
  return status, headers
end

local function send(request)
  if not kept then
    local opened = socket.tcp()
    opened:settimeout(TIMEOUT_SECONDS)
    if not opened:connect(HOST, PORT) then return end
    kept = opened
  end
  if not kept:send(request) then return end
  return read()
end

-- Asks once, and once more when a kept connection was closed by the other side.
local function ask(request)
  local again = kept ~= nil
  local began = socket.gettime()
  local status, headers = send(request)
  if not status then
    forget()
    if again and socket.gettime() - began < TIMEOUT_SECONDS then status, headers = send(request) end
    if not status then forget() end
  end
  return status, headers
end

-- A value that can stand in a header, or nothing.
local function line_of(name, value)
  if not value or value:find("[\r\n%z]") then return "" end
  return name .. ": " .. value .. "\r\n"
end

-- Ends the request with that status, a JSON body and one header.
local function refuse(r, status, error, name, value)
  r.status = status
  r.content_type = "application/json"
  r.headers_out[name] = value
  r:puts('{"error":"' .. error .. '"}')
  return apache2.DONE
end

function check(r)
  -- With any mark in the place of a dash: many frameworks read all of them as one variable.
  for name in pairs(r:headers_in_table()) do
    if IS_IDENTITY[(name:lower():gsub("%W", "-"))] then r.headers_in[name] = nil end
  end
  -- "Connection: X-MEN-Tenant-Id" would take that header away after it was set here.
  local connection = (r.headers_in["Connection"] or ""):lower()
  -- Only to a WebSocket: behind an upgrade to h2c, further requests would pass unseen.
  if (r.headers_in["Upgrade"] or ""):lower() == "websocket" then
    r.headers_in["Connection"] = "Upgrade"
  else
    r.headers_in["Upgrade"] = nil
    r.headers_in["Connection"] = connection:find("close", 1, true) and "close" or nil
  end

  local status, headers = ask(
    "GET " .. PATH .. " HTTP/1.1\r\nHost: devauth\r\n"
      .. line_of("Authorization", r.headers_in["Authorization"])
      .. line_of("X-MEN-RequestID", r.headers_in["X-MEN-RequestID"])
      .. "\r\n"
  )
  if status == 401 then return refuse(r, 401, "unauthorized", "WWW-Authenticate", headers["www-authenticate"]) end
  for _, name in ipairs(IDENTITY) do
    local value = headers and headers[name:lower()]
    if status ~= 200 or not value or value == "" then return refuse(r, 503, "unavailable", "Retry-After", "1") end
  end
  for _, name in ipairs(IDENTITY) do
    r.headers_in[name] = headers[name:lower()]
  end
  r.headers_in["X-MEN-RequestID"] = headers["x-men-requestid"]
  r.headers_in["Authorization"] = nil
  return apache2.OK
end
