#include "twin/doctor/key_check.hpp"

#include "tests/support/temp_folder.hpp"
#include "twin/security/key_folder.hpp"

#include <gtest/gtest.h>

namespace dalian::doctor {
namespace {

namespace fs = std::filesystem;

TEST(DoctorKeys, FromNothingToATwinThatLetsSomebodyIn) {
  test::TempFolder const folder;
  security::KeyFolder const keys{folder.path() / "keys"};
  EXPECT_EQ(look_at_keys("").verdict, Verdict::good) << "a twin of this machine alone needs none";
  EXPECT_EQ(look_at_keys(keys.path).verdict, Verdict::failed);
  ASSERT_TRUE(security::make_server_key(keys));
  EXPECT_EQ(look_at_keys(keys.path).verdict, Verdict::warning) << "nobody is let in";
  security::Client client;
  client.name = "wang";
  client.role = security::Role::viewer;
  ASSERT_TRUE(security::make_client_key(keys, client));
  EXPECT_EQ(look_at_keys(keys.path).verdict, Verdict::good);
  fs::permissions(keys.server_key(), fs::perms::group_read, fs::perm_options::add);
  auto const finding = look_at_keys(keys.path);
  EXPECT_EQ(finding.verdict, Verdict::failed) << "others can read the secret";
  EXPECT_NE(finding.remedy, "");
}

} // namespace
} // namespace dalian::doctor
