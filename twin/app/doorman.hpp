#pragma once
// Tells who sent a message: by the key its connection was let in with, else somebody of this machine. Asks the
// authority for every message, so that a revoked key is refused from the next one on. Any thread.
#include "twin/security/authority.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <zmq.hpp>

namespace dalian::app {

inline constexpr std::string_view kLoopback = "loopback"; // a user of this machine, nobody knows which

/// The user behind what libzmq calls the address of a peer over ipc, "localhost:<uid>:<gid>:<pid>"; none for other
/// addresses, which are numbers.
std::optional<std::uint32_t> ipc_user(std::string_view peer_address);

class Doorman {
 public:
  /// `authority` may be null: no keys, everybody is local. It must outlive this.
  explicit Doorman(security::Authority const* authority)
      : authority_(authority), local_{security::local_identity(), {}} {}

  /// `part`: the last frame of the message.
  security::Authority::Verdict sender_of(zmq::message_t& part) const {
    char const* const user = authority_ ? zmq_msg_gets(part.handle(), "User-Id") : nullptr;
    // With keys every tcp address has CURVE, and the ZAP handler gives each of its connections a User-Id.
    return user ? authority_->identify(user) : local_;
  }
  /// Whom to note for a message of somebody local: over ipc the system knows the user, over a tcp loopback nobody does.
  std::string local_name(zmq::message_t& part) const {
    char const* const address = zmq_msg_gets(part.handle(), "Peer-Address");
    if (!address) return local_.identity->name; // inproc: this program
    auto const uid = ipc_user(address);
    return uid ? security::local_identity(*uid).name : std::string(kLoopback);
  }
  security::KeyPair const* keys() const { return authority_ ? &authority_->server() : nullptr; }

 private:
  security::Authority const* authority_;
  security::Authority::Verdict local_;
};

} // namespace dalian::app
