#pragma once
// Curve25519 key pairs as CurveZMQ uses them (ZeroMQ RFC 26), written in Z85 (RFC 32): 32 bytes are 40 characters. No
// files, no sockets.
#include <optional>
#include <string>
#include <string_view>

namespace dalian::security {

struct KeyPair {
  std::string public_key, secret_key; // Z85
};

/// A fresh pair from the system's random numbers. Throws when there are none.
KeyPair make_key_pair();
/// The public key that belongs to a secret one; nothing when `secret_key` is none.
std::optional<std::string> public_key_of(std::string_view secret_key);

/// True for 40 characters of Z85 that stand for 32 bytes.
bool is_key(std::string_view z85);

/// `bytes.size()` must be a multiple of 4.
std::string z85_encode(std::string_view bytes);
/// Nothing when the length is no multiple of 5, a character is none of Z85 or a group exceeds 32 bits.
std::optional<std::string> z85_decode(std::string_view text);

} // namespace dalian::security
