#include "twin/security/key_folder.hpp"

#include "tests/support/process.hpp"
#include "twin/security/authority.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <thread>

namespace dalian::security {
namespace {

using testing::HasSubstr;

Instant const kNow = from_unix_ns(1'790'000'000'000'000'000);

class KeyFolderTest : public testing::Test {
 protected:
  std::string add(std::string const& name, Role role = Role::viewer, std::string source = "") {
    auto const file = make_client_key(keys_, {name, "", role, std::move(source), kNow, std::nullopt});
    EXPECT_TRUE(file) << file.error();
    return read_client_key(*file, {}).value().keys.public_key;
  }
  test::TempFolder folder_;
  KeyFolder keys_{folder_.path() / "keys"};
};

TEST_F(KeyFolderTest, HoldsWhatTheTwinAndItsClientsNeed) {
  ASSERT_TRUE(make_server_key(keys_));
  auto const feed = add("feed", Role::connector, "ais");
  auto const server = read_server_key(keys_).value();
  EXPECT_EQ(read_public_key(keys_.server_public_key()).value(), server.public_key);
  EXPECT_EQ(read_client_key(keys_.client_key("feed"), {}).value().server_key, server.public_key);
  EXPECT_EQ(read_allow_list(keys_)->find(feed)->source, "ais");
  for (auto const& entry : std::filesystem::directory_iterator(keys_.path)) {
    struct stat info {};
    ASSERT_EQ(::stat(entry.path().c_str(), &info), 0);
    bool const open = entry.path().extension() == ".pub";
    EXPECT_EQ(info.st_mode & 0777, open ? 0644U : 0600U) << entry.path();
  }
}

TEST_F(KeyFolderTest, SaysWhatComesFirstAndReplacesNothing) {
  EXPECT_THAT(make_client_key(keys_, {"wang", "", Role::viewer, "", kNow, std::nullopt}).error(),
              HasSubstr("first: twinctl keys new --server"));
  ASSERT_TRUE(make_server_key(keys_));
  EXPECT_THAT(make_server_key(keys_).error(), HasSubstr("has a key already"));
  add("wang");
  EXPECT_FALSE(make_client_key(keys_, {"wang", "", Role::viewer, "", kNow, std::nullopt}));
  EXPECT_FALSE(make_client_key(keys_, {"server", "", Role::viewer, "", kNow, std::nullopt}));
  EXPECT_FALSE(make_client_key(keys_, {"../x", "", Role::viewer, "", kNow, std::nullopt}));
  EXPECT_EQ(read_allow_list(keys_)->clients().size(), 1U);
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "x.key"));
}

TEST_F(KeyFolderTest, CommandsAtOnceLoseNoEntry) {
  ASSERT_TRUE(make_server_key(keys_));
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&, t] { add("key-" + std::to_string(t)); });
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(read_allow_list(keys_)->clients().size(), 8U);
}

TEST_F(KeyFolderTest, AnAuthorityRefusesAFolderThatOthersCanRead) {
  ASSERT_TRUE(make_server_key(keys_));
  ::chmod(keys_.path.c_str(), 0750);
  EXPECT_THAT(Authority::open(keys_).error(), HasSubstr("chmod 700"));
  ::chmod(keys_.path.c_str(), 0700);
  ::chmod(keys_.server_key().c_str(), 0644);
  EXPECT_THAT(Authority::open(keys_).error(), HasSubstr("chmod 600"));
  ::chmod(keys_.server_key().c_str(), 0600);
  ::chmod(keys_.allow_list().c_str(), 0666);
  EXPECT_THAT(Authority::open(keys_).error(), HasSubstr("chmod 600"));
  ::chmod(keys_.allow_list().c_str(), 0600);
  EXPECT_TRUE(Authority::open(keys_));
}

TEST_F(KeyFolderTest, AnAuthorityFollowsTheListWhileItRuns) {
  ASSERT_TRUE(make_server_key(keys_));
  auto const wang = add("wang", Role::operator_);
  auto const authority = Authority::open(keys_).value();
  EXPECT_EQ(authority->identify(wang).identity->name, "wang");
  EXPECT_EQ(authority->identify(make_key_pair().public_key).reject, kUnknownKey);

  auto const li = add("li");
  EXPECT_EQ(authority->identify(li).reject, kUnknownKey);
  authority->reload();
  EXPECT_EQ(authority->identify(li).identity->name, "li");
  EXPECT_EQ(authority->withdrawals(), 0U); // nobody lost anything

  ASSERT_TRUE(revoke_key(keys_, "wang", kNow));
  EXPECT_FALSE(std::filesystem::exists(keys_.client_key("wang")));
  authority->reload();
  EXPECT_EQ(authority->identify(wang).reject, kRevokedKey);
  EXPECT_EQ(authority->withdrawals(), 1U);
  authority->reload();
  EXPECT_EQ(authority->withdrawals(), 1U);
}

TEST_F(KeyFolderTest, ABrokenListLeavesTheFormerInForceAndIsTold) {
  ASSERT_TRUE(make_server_key(keys_));
  auto const wang = add("wang");
  auto const text = read_allow_list(keys_)->to_toml();
  auto const authority = Authority::open(keys_).value();
  std::ofstream(keys_.allow_list(), std::ios::trunc) << "[[client]\n";
  authority->reload();
  EXPECT_TRUE(authority->identify(wang).identity);
  EXPECT_THAT(authority->trouble(), HasSubstr("clients.toml:1"));
  ASSERT_TRUE(replace_private_file(keys_.allow_list(), text));
  authority->reload();
  EXPECT_EQ(authority->trouble(), "");
}

} // namespace
} // namespace dalian::security
