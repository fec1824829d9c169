#include "twin/security/key_file.hpp"

#include "tests/support/process.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace dalian::security {
namespace {

using testing::HasSubstr;

mode_t mode_of(std::filesystem::path const& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 ? info.st_mode & 07777U : 0;
}

class KeyFileTest : public testing::Test {
 protected:
  KeyFileTest() { EXPECT_TRUE(write_key_file(file_, key_)); }
  void write(std::string const& text) const { std::ofstream(file_, std::ios::trunc) << text; }
  test::TempFolder folder_;
  std::filesystem::path file_ = folder_.path() / "wang.key";
  KeyFile key_{"wang", make_key_pair(), make_key_pair().public_key};
};

TEST_F(KeyFileTest, ComesBackAsItWasWritten) {
  auto const read = read_key_file(file_).value();
  EXPECT_EQ(read.name, "wang");
  EXPECT_EQ(read.keys.public_key, key_.keys.public_key);
  EXPECT_EQ(read.keys.secret_key, key_.keys.secret_key);
  EXPECT_EQ(read.server_key, key_.server_key);
}

TEST_F(KeyFileTest, BelongsToItsOwnerAloneWhateverTheUmask) {
  EXPECT_EQ(mode_of(file_), 0600U);
  auto const before = ::umask(0);
  ASSERT_TRUE(write_key_file(folder_.path() / "open.key", key_));
  ASSERT_TRUE(make_private_folder(folder_.path() / "keys"));
  ASSERT_TRUE(replace_private_file(folder_.path() / "clients.toml", "x"));
  ::umask(before);
  EXPECT_EQ(mode_of(folder_.path() / "open.key"), 0600U);
  EXPECT_EQ(mode_of(folder_.path() / "keys"), 0700U);
  EXPECT_EQ(mode_of(folder_.path() / "clients.toml"), 0600U);
}

TEST_F(KeyFileTest, IsRefusedWhenOthersCanReadItAndTheRemedyIsNamed) {
  for (auto const mode : {0640U, 0604U, 0660U, 0601U}) {
    ::chmod(file_.c_str(), mode);
    auto const read = read_key_file(file_);
    ASSERT_FALSE(read) << mode;
    EXPECT_THAT(read.error(), HasSubstr("chmod 600 " + file_.string()));
    EXPECT_THAT(read.error(), testing::Not(HasSubstr(key_.keys.secret_key)));
  }
  ::chmod(file_.c_str(), 0400);
  EXPECT_TRUE(read_key_file(file_));
  auto const keys = folder_.path() / "keys";
  ASSERT_TRUE(make_private_folder(keys));
  ::chmod(keys.c_str(), 0755);
  EXPECT_THAT(make_private_folder(keys).error(), HasSubstr("chmod 700 " + keys.string()));
}

TEST_F(KeyFileTest, IsNeverReplaced) {
  auto const again = write_key_file(file_, key_);
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error(), HasSubstr("File exists"));
}

TEST_F(KeyFileTest, SaysWhatIsWrongWithIt) {
  write("name = \"wang\"\n");
  EXPECT_THAT(read_key_file(file_).error(), HasSubstr("no 'public"));
  write("name = ");
  EXPECT_THAT(read_key_file(file_).error(), HasSubstr("wang.key:1"));
  write("name = \"wang\"\npublic = \"" + key_.keys.public_key + "\"\nsecret = \"short\"\n");
  EXPECT_THAT(read_key_file(file_).error(), HasSubstr("'secret' is no key"));
  write("name = \"wang\"\npublic = \"" + key_.server_key + "\"\nsecret = \"" + key_.keys.secret_key + "\"\n");
  EXPECT_THAT(read_key_file(file_).error(), HasSubstr("do not belong together"));
  EXPECT_THAT(read_key_file("/nowhere.key").error(), HasSubstr("/nowhere.key: No such file"));
}

TEST_F(KeyFileTest, AClientTakesTheTwinsKeyFromItsOwnFileOrFromAnother) {
  EXPECT_EQ(read_client_key(file_, {})->server_key, key_.server_key);
  auto const open = folder_.path() / "server.pub";
  auto const other = make_key_pair().public_key;
  ASSERT_TRUE(write_public_key(open, other));
  EXPECT_EQ(read_client_key(file_, open)->server_key, other);
  auto const bare = folder_.path() / "bare.key";
  ASSERT_TRUE(write_key_file(bare, {"bare", make_key_pair(), {}}));
  EXPECT_THAT(read_client_key(bare, {}).error(), HasSubstr("--server-key server.pub"));
  EXPECT_TRUE(read_client_key(bare, open));
}

} // namespace
} // namespace dalian::security
