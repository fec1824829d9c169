#include "twin/base/text_hash.hpp"

#include <gtest/gtest.h>

namespace dalian {
namespace {

// Test vectors of "The FNV Non-Cryptographic Hash Algorithm" (IETF draft-eastlake-fnv, appendix C).
TEST(TextHash, EqualsThePublishedVectors) {
  EXPECT_EQ(fnv1a(""), 0xcbf29ce484222325U);
  EXPECT_EQ(fnv1a("a"), 0xaf63dc4c8601ec8cU);
  EXPECT_EQ(fnv1a("foobar"), 0x85944171f73967e8U);
}

} // namespace
} // namespace dalian
