#pragma once
// twind, twinctl and twinfeed as a user runs them, in a folder of the test's own.
#include "tests/support/process.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace dalian::test {

class TwinPrograms {
 public:
  TwinPrograms() = default;

  std::filesystem::path folder() const { return folder_.path(); }
  std::string ingest() const { return address("ingest"); }
  std::string requests() const { return address("requests"); }
  std::filesystem::path history() const { return folder() / "history"; }

  /// Ready when it returns. `more`: further arguments.
  std::unique_ptr<Process> start_twind(std::vector<std::string> const& more = {}, Process::Limits limits = {}) const;
  std::vector<std::string> twind(std::vector<std::string> const& more = {}) const;

  std::vector<std::string> twinfeed_ais(std::filesystem::path const& file,
                                        std::vector<std::string> const& more = {}) const;
  nlohmann::json status() const;
  nlohmann::json tracks() const;
  /// Until `condition` holds for the status; the last status.
  template <class Condition>
  nlohmann::json wait_for(Condition&& condition, std::chrono::milliseconds limit = std::chrono::seconds(20)) const {
    auto const end = std::chrono::steady_clock::now() + limit;
    for (;;) {
      auto s = status();
      if (condition(s) || std::chrono::steady_clock::now() > end) return s;
    }
  }

 private:
  std::string address(char const* name) const { return "ipc://" + (folder() / name).string(); }
  TempFolder folder_;
};

/// The feed of that name in a status; null when there is none.
nlohmann::json feed_of(nlohmann::json const& status, std::string const& source);
/// True when everything the feeds sent is on the twin's disk.
bool all_stored(nlohmann::json const& status);
std::uint64_t sum_of(nlohmann::json const& counts);

/// A recording of `ships` vessels that sail for `seconds`, one report each per 10 s, with tag-block times, written with
/// the project's own encoder of ITU-R M.1371; among the lines are as many damaged ones as `bad_lines` says.
struct RecordingPlan {
  unsigned ships = 20;
  unsigned seconds = 300;
  unsigned bad_lines = 9;
};
std::filesystem::path write_recording(std::filesystem::path const& folder, RecordingPlan const& plan = {});

/// …/shared/data/ais/<name>, or nothing when that folder is absent.
std::optional<std::filesystem::path> shared_ais(std::string const& name);

} // namespace dalian::test
