#include "twin/security/key_pair.hpp"

#include <array>
#include <gtest/gtest.h>
#include <random>
#include <zmq.h>

namespace dalian::security {
namespace {

TEST(KeyPair, Z85IsThatOfTheRfc) {
  std::string const bytes("\x86\x4f\xd2\x6f\xb5\x59\xf7\x5b", 8); // ZeroMQ RFC 32, test case
  EXPECT_EQ(z85_encode(bytes), "HelloWorld");
  EXPECT_EQ(z85_decode("HelloWorld"), bytes);
  EXPECT_EQ(z85_decode("Hello"), bytes.substr(0, 4));
  EXPECT_EQ(z85_decode("HelloWorl"), std::nullopt);   // no multiple of 5
  EXPECT_EQ(z85_decode("Hello\"orld"), std::nullopt); // none of its characters
  EXPECT_EQ(z85_decode("#####"), std::nullopt);       // 85^5 - 1 needs more than 32 bits
  EXPECT_EQ(z85_decode("%nSc0"), std::string(4, '\xff'));
  EXPECT_EQ(z85_decode("%nSc1"), std::nullopt); // one more
}

TEST(KeyPair, Z85AgreesWithLibzmq) {
  unsigned const seed = 85;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 1000; ++round) {
    std::string bytes(32, '\0');
    for (auto& byte : bytes)
      byte = static_cast<char>(random());
    std::array<char, 41> reference{};
    ASSERT_NE(zmq_z85_encode(reference.data(), reinterpret_cast<unsigned char const*>(bytes.data()), 32), nullptr);
    EXPECT_EQ(z85_encode(bytes), reference.data());
    EXPECT_EQ(z85_decode(reference.data()), bytes);
  }
}

TEST(KeyPair, ASecretKeyHasThePublicOneThatZeroMqSays) {
  // The client's pair of the manual page zmq_curve(7).
  EXPECT_EQ(public_key_of("D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs"), "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID");
  for (int round = 0; round < 20; ++round) {
    auto const pair = make_key_pair();
    std::array<char, 41> reference{};
    ASSERT_EQ(zmq_curve_public(reference.data(), pair.secret_key.c_str()), 0);
    EXPECT_EQ(pair.public_key, reference.data());
    EXPECT_EQ(public_key_of(pair.secret_key), pair.public_key);
  }
  EXPECT_EQ(public_key_of("short"), std::nullopt);
}

TEST(KeyPair, NoTwoPairsAreAlike) {
  EXPECT_NE(make_key_pair().secret_key, make_key_pair().secret_key);
  EXPECT_TRUE(is_key(make_key_pair().public_key));
  EXPECT_FALSE(is_key(std::string(40, '"')));
  EXPECT_FALSE(is_key("HelloWorld"));
}

} // namespace
} // namespace dalian::security
