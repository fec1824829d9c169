// The program itself: twinfeed synth as a user starts it.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sstream>
#include <sys/wait.h>

namespace dalian::synth {
namespace {

struct Ran {
  int status = -1;
  std::string out; // standard output and error
};

Ran twinfeed(std::string const& arguments) {
  char const* const bin = std::getenv("DALIAN_BIN");
  std::string const command = std::string(bin != nullptr ? bin : "build/release/bin") + "/twinfeed " + arguments;
  Ran ran;
  FILE* pipe = ::popen(("{ " + command + "; } 2>&1").c_str(), "r");
  if (pipe == nullptr) return ran;
  std::array<char, 4096> block{};
  for (std::size_t n = 0; (n = std::fread(block.data(), 1, block.size(), pipe)) > 0;)
    ran.out.append(block.data(), n);
  int const status = ::pclose(pipe);
  ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  return ran;
}

constexpr char const* kTenSeconds = "--start 2026-09-26T16:40:00+08:00 --seconds 10 --speed 0";

TEST(TwinfeedSynth, TwoRunsAreTheSameByteForByte) {
  for (auto const* out : {"nmea", "json"}) {
    auto const run = std::string("synth --out ") + out + " " + kTenSeconds;
    auto const one = twinfeed(run), two = twinfeed(run);
    EXPECT_EQ(one.status, 0) << one.out;
    EXPECT_GT(one.out.size(), 10'000u);
    EXPECT_TRUE(one.out == two.out) << out;
    EXPECT_FALSE(one.out == twinfeed(run + " --seed 2").out) << out;
  }
}

TEST(TwinfeedSynth, ItsNmeaIsFitForTheAisCommand) {
  auto const file = std::filesystem::temp_directory_path() / ("dalian_synth_" + std::to_string(::getpid()));
  auto const ran = twinfeed(std::string("synth --out nmea ") + kTenSeconds + " > " + file.string());
  EXPECT_EQ(ran.status, 0) << ran.out;
  auto const read = twinfeed("ais --out count --file " + file.string());
  std::filesystem::remove(file);
  EXPECT_EQ(read.status, 0);
  EXPECT_NE(read.out.find(" 0 rejected, 0 without AIS"), std::string::npos) << read.out;
}

TEST(TwinfeedSynth, JsonIsOneObjectALineOfShipsAndVehicles) {
  std::istringstream lines(twinfeed(std::string("synth --out json ") + kTenSeconds).out);
  unsigned ships = 0, vehicles = 0;
  for (std::string line; std::getline(lines, line);) {
    auto const object = nlohmann::json::parse(line);
    if (object.contains("message_id")) {
      ++ships;
    } else {
      ++vehicles;
      EXPECT_EQ(object["provenance"], "synthetic");
    }
  }
  EXPECT_GT(ships, 300u);
  EXPECT_GE(vehicles, 4'000u); // some forty, ten times a second
}

TEST(TwinfeedSynth, ListsWhoIsThere) {
  auto const ran = twinfeed("synth --list");
  EXPECT_EQ(ran.status, 0);
  EXPECT_NE(ran.out.find("car-carrier"), std::string::npos);
  EXPECT_NE(ran.out.find("car:T4-01"), std::string::npos);
  EXPECT_NE(ran.out.find("everything here is synthetic"), std::string::npos);
}

TEST(TwinfeedSynth, RealTimeTakesItsTime) {
  auto const begun = std::chrono::steady_clock::now();
  EXPECT_EQ(twinfeed("synth --out nmea --seconds 1.5 --speed 2 > /dev/null").status, 0);
  EXPECT_GE(std::chrono::steady_clock::now() - begun, std::chrono::milliseconds(500));
}

TEST(TwinfeedSynth, AClosedPipeAndASignalEndItCleanly) {
  // for ever and as fast as possible: only the closed pipe ends it
  auto const file =
      (std::filesystem::temp_directory_path() / ("dalian_synth_status_" + std::to_string(::getpid()))).string();
  auto const closed = twinfeed("synth --out nmea --speed 0; echo status $? > " + file +
                               "; } | { head -n 1 > /dev/null; }; { cat " + file);
  std::filesystem::remove(file);
  EXPECT_EQ(closed.out, "status 0\n");
  auto const ran = twinfeed("synth --out nmea > " + file + " & pid=$!; until [ -s " + file +
                            " ]; do sleep 0.05; done; kill -TERM $pid; wait $pid");
  std::filesystem::remove(file);
  EXPECT_EQ(ran.status, 0) << ran.out;
}

TEST(TwinfeedSynth, AFullDiskIsTold) {
  auto const ran = twinfeed("synth --out nmea --speed 0 > /dev/full");
  EXPECT_EQ(ran.status, 1);
  EXPECT_EQ(ran.out, "twinfeed synth: standard output: No space left on device\n");
}

TEST(TwinfeedSynth, WrongUsageAndWhatCannotBeReadAreClear) {
  EXPECT_EQ(twinfeed("synth --help").status, 0);
  for (auto const* wrong : {"synth --out xml", "synth --speed -1", "synth --seconds x", "synth --only planes",
                            "synth --out nmea --udp 127.0.0.1:9"})
    EXPECT_EQ(twinfeed(wrong).status, 2) << wrong;
  auto const missing = twinfeed("synth --list --fleet /no/such.toml");
  EXPECT_EQ(missing.status, 1);
  EXPECT_EQ(missing.out, "twinfeed synth: /no/such.toml: cannot be opened; --fleet names another file\n");
  EXPECT_EQ(twinfeed("synth --list --start yesterday").status, 1);
  EXPECT_EQ(twinfeed("synth --udp nowhere").status, 1);
}

} // namespace
} // namespace dalian::synth
