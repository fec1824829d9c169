#pragma once
// Which right a request of a viewer needs. One table over the wire's requests; knows no socket.
#include "twin/security/role.hpp"
#include "twin/wire/wire.pb.h"

#include <string>

namespace dalian::app {

/// A request that is not in the table needs the rights of an admin: a new one is closed until it is entered here.
security::Action action_of(wire::Request const& request);

/// True for what the audit log is to hold: everything that changes something.
bool is_audited(security::Action action);

/// The request in one line, for the audit log; at most 512 bytes.
std::string describe(wire::Request const& request);

/// The rate at which one key may ask: a picture of a whole city is dear to make. Who is of this machine is not limited.
inline constexpr double kRequestsPerSecond = 20;
inline constexpr double kRequestBurst = 100;

} // namespace dalian::app
