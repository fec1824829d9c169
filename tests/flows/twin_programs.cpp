#include "tests/flows/twin_programs.hpp"

#include "tests/connectors/ais/encoder.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace dalian::test {

std::vector<std::string> TwinPrograms::twind(std::vector<std::string> const& more) const {
  std::vector<std::string> arguments{program("twind"), "--bind",   ingest(),    "--publish",        address("publish"),
                                     "--requests",     requests(), "--history", history().string(), "--json"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

std::unique_ptr<Process> TwinPrograms::start_twind(std::vector<std::string> const& more, Process::Limits limits) const {
  auto process = std::make_unique<Process>(twind(more), limits);
  while (process->out().find("\"ready\"") == std::string::npos) {
    if (!process->running()) throw std::runtime_error("twind ended: " + process->err());
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return process;
}

std::vector<std::string> TwinPrograms::twinfeed_ais(std::filesystem::path const& file,
                                                    std::vector<std::string> const& more) const {
  std::vector<std::string> arguments{program("twinfeed"), "ais", "--file", file.string(), "--twin", ingest(),
                                     "--speed",           "0"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

nlohmann::json TwinPrograms::status() const {
  auto const answer = run({program("twinctl"), "status", "--json", "--connect", requests(), "--timeout", "10"});
  if (answer.status != 0) throw std::runtime_error("twinctl status: " + answer.err);
  return nlohmann::json::parse(answer.out);
}

nlohmann::json TwinPrograms::tracks() const {
  auto const answer = run({program("twinctl"), "tracks", "--json", "--connect", requests(), "--timeout", "10"});
  if (answer.status != 0) throw std::runtime_error("twinctl tracks: " + answer.err);
  return nlohmann::json::parse(answer.out)["tracks"];
}

nlohmann::json feed_of(nlohmann::json const& status, std::string const& source) {
  for (auto const& feed : status["feeds"])
    if (feed["source"] == source) return feed;
  return nullptr;
}

bool all_stored(nlohmann::json const& status) {
  for (auto const& feed : status["feeds"])
    if (feed["stored_seq"] != feed["queued_seq"]) return false;
  return true;
}

std::uint64_t sum_of(nlohmann::json const& counts) {
  std::uint64_t total = 0;
  for (auto const& [name, n] : counts.items())
    total += n.get<std::uint64_t>();
  return total;
}

std::filesystem::path write_recording(std::filesystem::path const& folder, RecordingPlan const& plan) {
  using namespace ais::test;
  auto const path = folder / "recording.nm4";
  std::ofstream file(path);
  constexpr unsigned kStart = 1'790'000'000; // 2026-09-21T14:13:20Z
  unsigned bad = 0;
  for (unsigned t = 0; t < plan.seconds; t += 10)
    for (unsigned ship = 0; ship < plan.ships; ++ship) {
      // East at 12.3 knots, what position_report says: 6.33 m/s, 7.3e-5 degrees of longitude a second at 39°N.
      auto const report = position_report(412'000'000 + ship, 121.5 + 7.3e-5 * t, 38.8 + 0.01 * ship, (20 + t) % 60);
      auto sentence = report.sentence();
      if (bad < plan.bad_lines && ship == bad % plan.ships) {
        if (bad % 3 == 0) sentence.back() = sentence.back() == '0' ? '1' : '0';                  // checksum
        if (bad % 3 == 1) sentence.resize(sentence.size() / 2);                                  // truncated
        if (bad % 3 == 2) sentence = part("5aaaaa", {.total = 2, .number = 2, .sequence = "7"}); // no part 1
        ++bad;
      }
      file << tag_block("s:r1,c:" + std::to_string(kStart + t)) << sentence << "\n";
    }
  return path;
}

std::optional<std::filesystem::path> shared_ais(std::string const& name) {
  char const* data = std::getenv("DALIAN_TWIN_DATA");
  if (!data || !std::filesystem::exists(data)) return std::nullopt;
  return std::filesystem::path(data) / "ais" / name;
}

} // namespace dalian::test
