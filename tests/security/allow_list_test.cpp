#include "twin/security/allow_list.hpp"

#include "twin/security/key_pair.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dalian::security {
namespace {

using testing::HasSubstr;

Instant const kNow = from_unix_ns(1'790'000'000'000'000'000);

Client client(std::string name, Role role = Role::viewer, std::string source = "") {
  return {std::move(name), make_key_pair().public_key, role, std::move(source), kNow, std::nullopt};
}

TEST(AllowList, ComesBackFromItsFileAsItWas) {
  AllowList list;
  ASSERT_TRUE(list.add(client("wang", Role::operator_)));
  ASSERT_TRUE(list.add(client("ship-feed", Role::connector, "ais-dayaowan")));
  ASSERT_TRUE(list.revoke("wang", kNow + std::chrono::hours(1)));
  ASSERT_TRUE(list.add(client("wang", Role::planner))); // the name is free again
  auto const again = AllowList::parse(list.to_toml(), "clients.toml");
  ASSERT_TRUE(again) << again.error();
  EXPECT_EQ(again->to_toml(), list.to_toml());
  ASSERT_EQ(again->clients().size(), 3U);
  EXPECT_TRUE(again->clients()[0].revoked);
  EXPECT_EQ(*again->clients()[0].revoked, kNow + std::chrono::hours(1));
  EXPECT_EQ(again->named("wang")->role, Role::planner);
  EXPECT_EQ(again->find(list.clients()[1].public_key)->source, "ais-dayaowan");
  EXPECT_EQ(again->find(make_key_pair().public_key), nullptr);
  auto const who = identity_of(*again->named("ship-feed"));
  EXPECT_TRUE(who.may(Action::ingest));
  EXPECT_FALSE(who.may(Action::view));
  EXPECT_FALSE(who.local);
}

TEST(AllowList, RefusesWhatContradictsItself) {
  AllowList list;
  auto const wang = client("wang");
  ASSERT_TRUE(list.add(wang));
  EXPECT_THAT(list.add(client("wang")).error(), HasSubstr("there is a key 'wang' already"));
  auto copy = wang;
  copy.name = "li";
  EXPECT_THAT(list.add(copy).error(), HasSubstr("listed twice"));
  EXPECT_THAT(list.add(client("a/b")).error(), HasSubstr("name 'a/b'"));
  EXPECT_THAT(list.add(client("feed", Role::connector)).error(), HasSubstr("needs a source"));
  EXPECT_THAT(list.add(client("boss", Role::admin, "ais")).error(), HasSubstr("only a connector has a source"));
  EXPECT_THAT(list.revoke("li", kNow).error(), HasSubstr("no key 'li' is in force"));
  ASSERT_TRUE(list.revoke("wang", kNow));
  EXPECT_FALSE(list.revoke("wang", kNow));
}

TEST(AllowList, RefusesWhatIsNoToml) {
  for (auto const* text : {"[[$client]]", "[$]", "a.$ = 1", "[[client]", "\xff"})
    EXPECT_THAT(AllowList::parse(text, "clients.toml").error(), HasSubstr("clients.toml:1: ")) << text;
}

TEST(AllowList, NamesFileAndLineOfAMistake) {
  auto const key = make_key_pair().public_key;
  auto const entry = [&](std::string const& more) {
    return "[[client]]\nname = \"wang\"\npublic = \"" + key + "\"\n" + more;
  };
  auto const error = [](std::string const& text) { return AllowList::parse(text, "clients.toml").error(); };
  EXPECT_THAT(error(entry("role = \"root\"\nsince = \"2026-11-26\"\n")), HasSubstr("clients.toml:1: 'role' must be"));
  EXPECT_THAT(error(entry("role = \"viewer\"\n")), HasSubstr("'since' must be"));
  EXPECT_THAT(error(entry("role = \"viewer\"\nsince = \"2026-11-26\"\nrevoked = \"yes\"\n")), HasSubstr("'revoked'"));
  EXPECT_THAT(error(entry("rolle = \"viewer\"\n")), HasSubstr("clients.toml:4: unknown field 'rolle'"));
  EXPECT_THAT(error("[client]\nname = \"wang\"\n"), HasSubstr("list of [[client]]"));
  EXPECT_THAT(error("[[client]\n"), HasSubstr("clients.toml:1"));
  auto const good = entry("role = \"viewer\"\nsince = \"2026-11-26\"\n");
  EXPECT_TRUE(AllowList::parse(good, "clients.toml"));
  EXPECT_THAT(error(good + good), HasSubstr("clients.toml:6: wang: this key is listed twice"));
}

} // namespace
} // namespace dalian::security
