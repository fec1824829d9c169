#include "twin/postgres/session.hpp"

#include <gtest/gtest.h>

namespace dalian::postgres {
namespace {

TEST(PostgresAddress, IsToldFromAFolder) {
  EXPECT_TRUE(is_url("postgresql://twin@db1,db2/city"));
  EXPECT_TRUE(is_url("postgres://db/city"));
  EXPECT_FALSE(is_url("/var/lib/dalian-twin"));
  EXPECT_FALSE(is_url("postgresql"));
}

TEST(PostgresAddress, IsShownWithoutThePassword) {
  EXPECT_EQ(shown("postgresql://twin:secret@db1,db2:5433/city?password=secret2"), "postgresql://db1,db2/city");
  EXPECT_EQ(shown("postgresql:///city"), "postgresql://localhost/city");
}

TEST(PostgresSession, AServerThatIsNotThereIsNamed) {
  auto const session = Session::open("postgresql://twin:secret@/city?host=/nowhere", Role::writer);
  ASSERT_FALSE(session);
  EXPECT_NE(session.error().find("postgresql:///nowhere/city"), std::string::npos) << session.error();
  EXPECT_EQ(session.error().find("secret"), std::string::npos);
}

} // namespace
} // namespace dalian::postgres
