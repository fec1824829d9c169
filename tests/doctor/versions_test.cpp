#include "twin/doctor/versions.hpp"

#include "tests/support/temp_folder.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dalian::doctor {
namespace {

namespace fs = std::filesystem;

void make_program(fs::path const& file, std::string const& says) {
  std::ofstream(file) << "#!/bin/sh\necho '" << says << "'\n";
  fs::permissions(file, fs::perms::owner_all);
}

TEST(DoctorVersions, ProgramsOfAnotherVersionAreNamed) {
  test::TempFolder const folder;
  EXPECT_EQ(look_at_programs(folder.path(), "0.1.0").verdict, Verdict::good);
  make_program(folder.path() / "twind", "twind 0.1.0 (Dalian Twin)");
  EXPECT_EQ(look_at_programs(folder.path(), "0.1.0").verdict, Verdict::good);
  make_program(folder.path() / "twinview", "twinview 0.1.01 (Dalian Twin)");
  auto const finding = look_at_programs(folder.path(), "0.1.0");
  EXPECT_EQ(finding.verdict, Verdict::failed);
  EXPECT_THAT(finding.found, testing::HasSubstr("twinview 0.1.01"));
}

TEST(DoctorVersions, TheLibrariesOfThisBuildAreGood) {
  EXPECT_EQ(look_at_libraries().verdict, Verdict::good);
}

} // namespace
} // namespace dalian::doctor
