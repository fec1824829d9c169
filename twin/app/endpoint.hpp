#pragma once
// Binding the twin's sockets: only where this machine alone can reach them, and never over another twin.
#include "twin/base/result.hpp"

#include <string>
#include <zmq.hpp>

namespace dalian::app {

/// Binds `socket` and returns the address in the form a client connects to (a port chosen by the system is filled in).
/// Refuses tcp addresses beyond loopback (they need keys) and an ipc file behind which another program listens, which
/// ZeroMQ alone would quietly take over. An ipc file is made readable for this user only.
/// `option` names the setting in error messages: "--bind".
Result<std::string> bind_local(zmq::socket_t& socket, std::string const& endpoint, std::string const& option);

} // namespace dalian::app
