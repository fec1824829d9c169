#pragma once
// A message decoded from the test's own bits, and what the vectors share. They are written field by field from
// ITU-R M.1371-5 (28: M.1371-6): the widths in their order give the offsets, the expected values are the standard's
// scaling of what was put in.
#include "connectors/ais/decode.hpp"

#include "tests/connectors/ais/encoder.hpp"

#include <gtest/gtest.h>

namespace dalian::ais::test {

/// Keeps the payload alive for the data views of the message.
struct Decoded {
  PayloadBits payload;
  Message message;
  Outcome outcome;
  explicit Decoded(Bits const& bits) {
    EXPECT_EQ(payload.append(bits.payload(), bits.fill()), PayloadBits::Status::ok);
    outcome = decode(payload.reader(), message);
  }
  template <class T>
  T const& as() const {
    EXPECT_EQ(outcome, Outcome::decoded);
    return std::get<T>(message.body);
  }
};

inline constexpr std::int64_t kLon = 73'140'300;  // 121.9005°
inline constexpr std::int64_t kLat = -23'400'006; // −39.00001°

} // namespace dalian::ais::test
