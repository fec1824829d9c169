#include "connectors/common/document_source.hpp"

#include "tests/support/process.hpp"
#include "twin/http/server.hpp"

#include <fstream>
#include <gtest/gtest.h>

namespace dalian::connectors {
namespace {

using namespace std::chrono_literals;
using Next = DocumentSource::Next;

TEST(DocumentSource, AFileComesOnce) {
  dalian::test::TempFolder const folder;
  auto const file = folder.path() / "a";
  std::ofstream(file) << std::string("bytes\0more", 10);
  auto const source = open_document_file(file);
  ASSERT_TRUE(source);
  EXPECT_EQ((*source)->next(0ms), Next::document);
  EXPECT_EQ((*source)->text().size(), 10U);
  EXPECT_EQ((*source)->next(0ms), Next::ended);
}

TEST(DocumentSource, WhatIsNoFileIsNamed) {
  for (auto const* name : {"/no/such", "/tmp", "/dev/zero"}) {
    auto const source = open_document_file(name);
    ASSERT_FALSE(source) << name;
    EXPECT_TRUE(source.error().starts_with(name)) << source.error();
  }
}

TEST(DocumentSource, AnAddressIsAskedAgainAndItsTroubleIsTold) {
  ::setenv("no_proxy", "*", 1);
  int asked = 0;
  auto const server = http::Server::open({}, [&](http::Request const&) {
    return ++asked == 2 ? http::Response{503, "", "", {}} : http::Response{200, "text/plain", "n", {}};
  });
  ASSERT_TRUE(server);
  auto const source = poll_document({.url = (*server)->url()}, 30ms);
  ASSERT_TRUE(source);
  std::vector<Next> seen;
  while (seen.size() < 3)
    if (auto const next = (*source)->next(20ms); next != Next::idle) {
      seen.push_back(next);
      bool const troubled = (*source)->describe().find("503") != std::string::npos;
      EXPECT_EQ(troubled, next == Next::outcome) << (*source)->describe();
      if (next == Next::outcome) {
        EXPECT_EQ((*source)->outcome(), "http_status");
      }
    }
  EXPECT_EQ(seen, (std::vector{Next::document, Next::outcome, Next::document}));
}

} // namespace
} // namespace dalian::connectors
