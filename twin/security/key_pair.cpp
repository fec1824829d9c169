#include "twin/security/key_pair.hpp"

#include <array>
#include <cassert>
#include <cstdint>
#include <sodium.h>
#include <stdexcept>

namespace dalian::security {
namespace {

// RFC 32
constexpr std::string_view kAlphabet =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
static_assert(kAlphabet.size() == 85);

unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

void start_sodium() {
  if (sodium_init() < 0) throw std::runtime_error("no source of random numbers (libsodium does not start)");
}

} // namespace

std::string z85_encode(std::string_view bytes) {
  assert(bytes.size() % 4 == 0);
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 4) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
      value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    std::array<char, 5> group{};
    for (auto it = group.rbegin(); it != group.rend(); ++it, value /= 85)
      *it = kAlphabet[value % 85];
    text.append(group.data(), group.size());
  }
  return text;
}

std::optional<std::string> z85_decode(std::string_view text) {
  if (text.size() % 5 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t at = 0; at < text.size(); at += 5) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 5; ++i) {
      auto const digit = kAlphabet.find(text[at + i]);
      if (digit == std::string_view::npos) return std::nullopt;
      value = value * 85 + digit;
    }
    if (value > UINT32_MAX) return std::nullopt;
    for (int shift = 24; shift >= 0; shift -= 8)
      bytes.push_back(static_cast<char>(value >> shift & 0xff));
  }
  return bytes;
}

bool is_key(std::string_view z85) {
  return z85.size() == 40 && z85_decode(z85);
}

KeyPair make_key_pair() {
  static_assert(crypto_box_PUBLICKEYBYTES == 32 && crypto_box_SECRETKEYBYTES == 32);
  start_sodium();
  std::string open(32, '\0'), secret(32, '\0');
  crypto_box_keypair(bytes_of(open), bytes_of(secret));
  KeyPair pair{z85_encode(open), z85_encode(secret)};
  sodium_memzero(secret.data(), secret.size());
  return pair;
}

std::optional<std::string> public_key_of(std::string_view secret_key) {
  auto secret = is_key(secret_key) ? z85_decode(secret_key) : std::nullopt;
  if (!secret) return std::nullopt;
  std::string open(32, '\0');
  bool const good = crypto_scalarmult_base(bytes_of(open), bytes_of(*secret)) == 0;
  sodium_memzero(secret->data(), secret->size());
  return good ? std::optional(z85_encode(open)) : std::nullopt;
}

} // namespace dalian::security
