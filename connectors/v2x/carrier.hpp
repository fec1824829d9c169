#pragma once
// What wraps messages on the air. Signatures are not checked: who sends is for the network in front of us to know.
#include <cstdint>
#include <span>

namespace dalian::v2x {

/// The payload of IEEE 1609.2 data in COER, unsecured or signed; `bytes` themselves when they are none.
std::span<std::uint8_t const> inside_1609_2(std::span<std::uint8_t const> bytes);

} // namespace dalian::v2x
