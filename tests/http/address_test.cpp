#include "twin/http/address.hpp"

#include <gtest/gtest.h>

namespace dalian::http {
namespace {

TEST(ListenAddress, LoopbackIsRecognised) {
  for (auto const* text : {"127.0.0.1:8080", "127.3.2.1:0", "localhost:1", "[::1]:65535"}) {
    auto const address = parse_listen_address(text);
    ASSERT_TRUE(address) << text;
    EXPECT_TRUE(address->loopback) << text;
  }
  for (auto const* text : {"0.0.0.0:8080", "192.168.1.2:80", "[::]:80", "[fe80::1]:80"}) {
    auto const address = parse_listen_address(text);
    ASSERT_TRUE(address) << text;
    EXPECT_FALSE(address->loopback) << text;
  }
}

TEST(ListenAddress, WhatIsNoneIsRefusedWithAnExample) {
  for (auto const* text : {"", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:8o", "example.org:80",
                           "::1:80", "[::1:80", "*:80", "127.0.0.1:-1"}) {
    auto const address = parse_listen_address(text);
    ASSERT_FALSE(address) << text;
    EXPECT_NE(address.error().find("127.0.0.1:8080"), std::string::npos);
  }
}

} // namespace
} // namespace dalian::http
