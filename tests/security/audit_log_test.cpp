#include "twin/security/audit_log.hpp"

#include "tests/support/process.hpp"

#include <csignal>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <set>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>

namespace dalian::security {
namespace {

using testing::HasSubstr;

Identity const kWang{"wang", Role::operator_, "", false};

AuditEntry entry(int k, std::string outcome = "done") {
  return audit_entry(from_unix_ns(1'790'000'000'000'000'000 + k), kWang, Action::handle_alarm,
                     "acknowledge alarm " + std::to_string(k), std::move(outcome));
}

class AuditLogTest : public testing::Test {
 protected:
  std::filesystem::path folder() const { return folder_.path() / "history"; }
  std::vector<nlohmann::json> read(std::size_t count = 1000) const {
    std::vector<nlohmann::json> out;
    auto const tail = read_audit(folder(), count).value();
    for (auto const& line : tail.lines)
      out.push_back(nlohmann::json::parse(line));
    return out;
  }
  test::TempFolder folder_;
};

TEST_F(AuditLogTest, SaysWhoWhenWhatAndWhatCameOfIt) {
  auto log = AuditLog::open(folder()).value();
  ASSERT_TRUE(log.append(entry(0, "refused: role viewer may not handle alarms")));
  auto const entries = read();
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0], (nlohmann::json{{"when", "2026-09-21T14:13:20.000Z"},
                                        {"who", "wang"},
                                        {"role", "operator"},
                                        {"action", "handle alarms"},
                                        {"what", "acknowledge alarm 0"},
                                        {"outcome", "refused: role viewer may not handle alarms"}}));
  auto const text = audit_text(read_audit(folder(), 1)->lines[0]).value();
  EXPECT_THAT(text, HasSubstr("wang"));
  EXPECT_THAT(text, HasSubstr("acknowledge alarm 0: refused"));
  struct stat info {};
  ASSERT_EQ(::stat((folder() / "audit.jsonl").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);
}

TEST_F(AuditLogTest, GoesOnWhereTheLastRunEndedAndAcrossFiles) {
  for (int run = 0; run < 4; ++run) {
    auto log = AuditLog::open(folder(), 1000).value();
    for (int k = 0; k < 25; ++k)
      ASSERT_TRUE(log.append(entry(25 * run + k)));
  }
  auto const all = read();
  ASSERT_EQ(all.size(), 100U);
  for (int k = 0; k < 100; ++k)
    EXPECT_EQ(all[static_cast<std::size_t>(k)]["what"], "acknowledge alarm " + std::to_string(k));
  auto const last = read(17);
  ASSERT_EQ(last.size(), 17U);
  EXPECT_EQ(last[0]["what"], "acknowledge alarm 83");
  EXPECT_TRUE(std::filesystem::exists(folder() / "audit-0010.jsonl"));
  for (auto const& file : std::filesystem::directory_iterator(folder()))
    EXPECT_LE(file.file_size(), 1000U);
}

TEST_F(AuditLogTest, ATornLineCostsThatLine) {
  {
    auto log = AuditLog::open(folder()).value();
    ASSERT_TRUE(log.append(entry(1)));
  }
  std::ofstream(folder() / "audit.jsonl", std::ios::app) << R"({"when":"2026-)";
  auto log = AuditLog::open(folder()).value();
  ASSERT_TRUE(log.append(entry(2)));
  auto const tail = read_audit(folder(), 10).value();
  EXPECT_EQ(tail.lines.size(), 2U);
  EXPECT_EQ(tail.damaged, 1U);
}

TEST_F(AuditLogTest, StrangeTextStaysOneLineOfJson) {
  auto log = AuditLog::open(folder()).value();
  auto strange = entry(1);
  strange.what = "a\nb\"c\\ \xff\xfe 海";
  ASSERT_TRUE(log.append(strange));
  ASSERT_EQ(read().size(), 1U);
  EXPECT_THAT(read()[0]["what"].get<std::string>(), HasSubstr("a\nb\"c\\ "));
}

TEST_F(AuditLogTest, ManyThreadsLoseNothing) {
  auto log = AuditLog::open(folder(), 4000).value();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int k = 0; k < 25; ++k)
        EXPECT_TRUE(log.append(entry(100 * t + k)));
    });
  for (auto& thread : threads)
    thread.join();
  std::set<std::string> different;
  for (auto const& e : read())
    different.insert(e["what"]);
  EXPECT_EQ(different.size(), 100U);
}

TEST_F(AuditLogTest, SaysWhenTheDiskTakesNoMoreAndGoesOnWhenItDoes) {
  auto log = AuditLog::open(folder()).value();
  ASSERT_TRUE(log.append(entry(1)));
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, SIG_IGN);
  rlimit const full{std::filesystem::file_size(folder() / "audit.jsonl") + 20, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &full); // writes stop in the middle of the line, as on a full disk
  auto const refused = log.append(entry(2));
  ::setrlimit(RLIMIT_FSIZE, &before);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error(), HasSubstr("audit.jsonl"));
  ASSERT_TRUE(log.append(entry(3)));
  auto const tail = read_audit(folder(), 10).value();
  EXPECT_EQ(tail.lines.size(), 2U);
  EXPECT_EQ(tail.damaged, 1U);
}

TEST_F(AuditLogTest, NamesAFolderThatHasNone) {
  EXPECT_THAT(read_audit(folder(), 1).error(), HasSubstr("no audit log here"));
  EXPECT_THAT(AuditLog::open("/proc/nowhere").error(), HasSubstr("/proc/nowhere"));
}

} // namespace
} // namespace dalian::security
