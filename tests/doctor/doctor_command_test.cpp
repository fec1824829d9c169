// twinctl doctor as a user runs it, on machines with one fault each.
#include "tests/support/process.hpp"
#include "twin/history/sqlite_history.hpp"
#include "twin/security/key_folder.hpp"

#include <arpa/inet.h>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <nlohmann/json.hpp>
#include <sys/socket.h>
#include <unistd.h>

namespace dalian::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// A port of this machine that somebody listens at.
class TakenPort {
 public:
  TakenPort() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(fd_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(fd_, 1), 0);
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
  }
  ~TakenPort() { ::close(fd_); }
  int port() const { return port_; }

 private:
  int fd_ = ::socket(AF_INET, SOCK_STREAM, 0), port_ = 0;
};

class DoctorCommand : public testing::Test {
 protected:
  DoctorCommand() {
    config("bind = [\"ipc://" + folder_.path().string() + "/in\"]");
    std::ofstream(fonts_ / "NotoSansCJK-Regular.ttc") << "x";
    std::ofstream(fonts_ / "NotoSansCJK-Bold.ttc") << "x";
  }
  void config(std::string const& bind) {
    auto const at = folder_.path().string();
    std::ofstream(config_) << "[twin]\n"
                           << bind << "\npublish = \"ipc://" << at << "/out\"\nrequests = \"ipc://" << at
                           << "/ask\"\nhistory = \"" << at << "/history\"\n[retention]\nthin_below_gib = 0.001\n"
                           << "stop_below_gib = 0.0005\n";
  }
  struct Answer {
    int status = -1;
    json document;
    json of(std::string const& check) const {
      for (auto const& c : document.at("checks"))
        if (c.at("check") == check) return c;
      return {};
    }
  };
  Answer doctor(std::vector<std::string> const& environment = {}, std::vector<std::string> const& more = {}) const {
    std::vector<std::string> all{"env"};
    all.insert(all.end(), environment.begin(), environment.end());
    for (auto const& word : {program("twinctl"), std::string("doctor"), std::string("--json"), std::string("--config"),
                             config_.string(), std::string("--fonts"), fonts_.string()})
      all.push_back(word);
    all.insert(all.end(), more.begin(), more.end());
    auto const done = run(all);
    return {done.status, json::parse(done.out)};
  }
  void expect_fails_alone(Answer const& answer, std::string const& check) const {
    EXPECT_EQ(answer.status, 1);
    for (auto const& c : answer.document.at("checks")) {
      EXPECT_EQ(c.at("verdict") == "failed", c.at("check") == check) << c;
      EXPECT_EQ(c.at("remedy") == "", c.at("verdict") == "ok") << c;
    }
  }

  TempFolder folder_, fonts_folder_;
  std::filesystem::path const config_ = folder_.path() / "twind.toml", fonts_ = fonts_folder_.path();
};

TEST_F(DoctorCommand, FindsAMachineFit) {
  auto const answer = doctor();
  EXPECT_EQ(answer.status, 0) << answer.document.dump(2);
  EXPECT_EQ(answer.document.at("ok"), true);
  EXPECT_THAT(answer.of("ports").at("found").get<std::string>(), HasSubstr("are free"));
  auto const text = run({program("twinctl"), "doctor", "--config", config_.string(), "--screen", "no"});
  EXPECT_EQ(text.status, 0);
  EXPECT_THAT(text.out, HasSubstr("ports"));
}

TEST_F(DoctorCommand, AMissingDriver) {
  auto const answer =
      doctor({"VK_ICD_FILENAMES=/nowhere/icd.json", "VK_DRIVER_FILES=/nowhere/icd.json"}, {"--screen", "yes"});
  expect_fails_alone(answer, "drivers");
  EXPECT_THAT(answer.of("drivers").at("remedy").get<std::string>(), HasSubstr("mesa-vulkan-drivers"));
}

TEST_F(DoctorCommand, TheSoftwareDriverOfDebianIsEnough) {
  auto const answer = doctor({"VK_ICD_FILENAMES=/usr/share/vulkan/icd.d/lvp_icd.x86_64.json"}, {"--screen", "yes"});
  EXPECT_EQ(answer.of("drivers").at("verdict"), "ok") << answer.document.dump(2);
}

TEST_F(DoctorCommand, MissingFonts) {
  std::filesystem::remove(fonts_ / "NotoSansCJK-Bold.ttc");
  EXPECT_EQ(doctor({}, {"--screen", "no"}).status, 0) << "a server draws no words";
  auto const answer = doctor({"VK_ICD_FILENAMES=/usr/share/vulkan/icd.d/lvp_icd.x86_64.json"}, {"--screen", "yes"});
  expect_fails_alone(answer, "fonts");
}

TEST_F(DoctorCommand, ATakenPort) {
  TakenPort const taken;
  config("bind = [\"tcp://127.0.0.1:" + std::to_string(taken.port()) + "\"]");
  auto const answer = doctor({}, {"--screen", "no"});
  expect_fails_alone(answer, "ports");
  EXPECT_THAT(answer.of("ports").at("found").get<std::string>(), HasSubstr(std::to_string(taken.port())));
}

TEST_F(DoctorCommand, AnAddressForEverybodyWithoutKeys) {
  config("bind = [\"tcp://0.0.0.0:0\"]");
  expect_fails_alone(doctor({}, {"--screen", "no"}), "ports");
}

TEST_F(DoctorCommand, AFolderThatCannotBeWritten) {
  auto const answer = doctor({}, {"--screen", "no", "--history", "/sys/history"});
  EXPECT_EQ(answer.status, 1);
  EXPECT_EQ(answer.of("folders").at("verdict"), "failed");
}

TEST_F(DoctorCommand, AHistoryInPostgresNeedsAFolderBesideIt) {
  std::vector<std::string> const there{"--screen", "no", "--history", "postgresql://127.0.0.1:1/none"};
  expect_fails_alone(doctor({}, there), "folders");
  config("state = \"" + folder_.path().string() + "\"");
  EXPECT_EQ(doctor({}, there).of("folders").at("verdict"), "ok");
}

TEST_F(DoctorCommand, AHistoryOfTheFuture) {
  {
    auto const store = history::open_sqlite_history({.folder = folder_.path() / "history"});
    ASSERT_TRUE(store);
    history::Record record;
    record.t_twin = SystemClock().now() + std::chrono::hours(48);
    record.source = "ais";
    ASSERT_TRUE((*store)->append(record));
    ASSERT_TRUE((*store)->commit());
  }
  expect_fails_alone(doctor({}, {"--screen", "no"}), "clock");
}

TEST_F(DoctorCommand, KeysThatOthersCanRead) {
  security::KeyFolder const keys{folder_.path() / "keys"};
  ASSERT_TRUE(security::make_server_key(keys));
  std::filesystem::permissions(keys.server_key(), std::filesystem::perms(0644));
  expect_fails_alone(doctor({}, {"--screen", "no", "--keys", keys.path.string()}), "keys");
}

TEST_F(DoctorCommand, AMisspeltSetting) {
  std::ofstream(config_) << "[twin]\nhistroy = \"/var/lib/x\"\n";
  auto const answer = doctor({}, {"--screen", "no"});
  EXPECT_EQ(answer.status, 1);
  EXPECT_THAT(answer.of("settings").at("found").get<std::string>(), HasSubstr("histroy"));
}

} // namespace
} // namespace dalian::test
