#include "twin/doctor/folders.hpp"

#include "tests/support/temp_folder.hpp"
#include "twin/doctor/fonts.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dalian::doctor {
namespace {

using testing::HasSubstr;

TEST(DoctorFolders, OneThatCanBeWrittenIsGoodAlsoBeforeItIsMadeAndNothingIsLeftIn) {
  test::TempFolder const folder;
  EXPECT_EQ(look_at_rights(folder.path()).verdict, Verdict::good);
  EXPECT_EQ(look_at_rights(folder.path() / "not" / "yet").verdict, Verdict::good);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(DoctorFolders, AReadOnlyOneFails) {
  auto const finding = look_at_rights("/proc/history"); // nobody can write there, root neither
  EXPECT_EQ(finding.verdict, Verdict::failed);
  EXPECT_THAT(finding.found, HasSubstr("/proc"));
  EXPECT_NE(finding.remedy, "");
}

TEST(DoctorDisk, IsJudgedByTheRetentionOfTheTwin) {
  history::RetentionPolicy const policy; // stops below 512 MiB, thins below 5 GiB
  DiskFacts facts{std::uint64_t{6} << 30, 1'000'000, true, false};
  EXPECT_EQ(judge_disk("/h", facts, policy).verdict, Verdict::good);
  facts.free_bytes = std::uint64_t{4} << 30;
  EXPECT_EQ(judge_disk("/h", facts, policy).verdict, Verdict::warning);
  facts.free_bytes = std::uint64_t{500} << 20;
  EXPECT_EQ(judge_disk("/h", facts, policy).verdict, Verdict::failed);
}

TEST(DoctorDisk, WithoutInodesNothingIsKeptAndANetworkIsNoPlaceForLocks) {
  DiskFacts facts{std::uint64_t{6} << 30, 10, true, false};
  EXPECT_EQ(judge_disk("/h", facts, {}).verdict, Verdict::failed);
  facts.counts_files = false;
  EXPECT_EQ(judge_disk("/h", facts, {}).verdict, Verdict::good);
  facts.network = true;
  EXPECT_EQ(judge_disk("/h", facts, {}).verdict, Verdict::warning);
}

TEST(DoctorDisk, IsReadFromTheFileSystem) {
  test::TempFolder const folder;
  auto const space = std::filesystem::space(folder.path());
  auto const read = static_cast<double>(read_disk(folder.path() / "not yet").free_bytes);
  EXPECT_NEAR(read / static_cast<double>(space.available), 1, 0.2);
}

TEST(DoctorFonts, BothWeightsMustBeThere) {
  test::TempFolder const folder;
  std::ofstream(folder.path() / "NotoSansCJK-Regular.ttc") << "x";
  auto const finding = look_at_fonts(folder.path());
  EXPECT_EQ(finding.verdict, Verdict::failed);
  EXPECT_THAT(finding.found, HasSubstr("NotoSansCJK-Bold.ttc"));
  EXPECT_THAT(finding.remedy, HasSubstr("fonts-noto-cjk"));
  std::ofstream(folder.path() / "NotoSansCJK-Bold.ttc") << "x";
  EXPECT_EQ(look_at_fonts(folder.path()).verdict, Verdict::good);
}

} // namespace
} // namespace dalian::doctor
