#pragma once
// Binding the twin's sockets: where this machine alone can reach them, or with keys; and never over another twin.
#include "twin/base/result.hpp"
#include "twin/security/key_file.hpp"

#include <string>
#include <zmq.hpp>

namespace dalian::app {

/// Whom an address lets in.
struct Gate {
  std::string option;                      // names the setting in error messages: "--bind"
  std::string domain;                      // what is asked of the ZAP handler: kIngestDomain or kViewDomain
  security::KeyPair const* keys = nullptr; // the twin's own; null: none, so only this machine may come
};

/// Binds `socket` and returns the address in the form a client connects to (a port chosen by the system is filled in).
/// A tcp address asks for keys when there are some, on loopback too, and is refused beyond loopback when there are
/// none. Refuses an ipc file behind which another program listens, which ZeroMQ alone would quietly take over; the file
/// is this user's alone from the first instant. A socket with several addresses binds those without keys (ipc, inproc)
/// before those with.
Result<std::string> bind_guarded(zmq::socket_t& socket, std::string const& endpoint, Gate const& gate);

/// Before connect: speak CURVE with this key to a tcp address; other addresses have no keys.
void use_key(zmq::socket_t& socket, std::string const& endpoint, security::KeyFile const& key);

} // namespace dalian::app
