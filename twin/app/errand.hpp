#pragma once
// What a viewer wants done beside the picture, and what became of it. Plain values.
#include "twin/alarms/alarm.hpp"
#include "twin/base/time.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace dalian::app {

/// About alarms: all of it is done, or nothing. docs/alarms.md.
struct AlarmAction {
  enum class Step : std::uint8_t { acknowledge, shelve, unshelve, clear };
  Step step = Step::acknowledge;
  std::vector<std::uint64_t> alarms = {}; // ids; or
  std::string rule = {};                  // all of this rule
  Duration shelve_for{};                  // shelve: more than nothing, at most a shift
  std::string note = {};                  // at most 256 bytes
};

/// What was recorded from 90 s before `at` to 60 s after it is kept as it is until somebody releases it.
struct IncidentLock {
  Instant at{};
  std::string reason, who;
};

/// The log of alarms and the incidents of a shift as one HTML file.
struct ShiftReportWish {
  Instant from{}, to{};
  std::filesystem::path file;
  std::string language = "en";                                 // "zh", "ja", "en"
  std::map<std::string, std::string, std::less<>> words;       // of assets/lang, those under "shift."
  std::shared_ptr<std::vector<alarms::RuleFacts> const> rules; // for their names; null: ids alone
};

/// Of one of them.
struct Outcome {
  enum class Of : std::uint8_t { alarms, incident, report };
  Of of = Of::alarms;
  bool done = false;
  std::string detail; // why not, in one sentence; of what was done: how many, until when, where
};

} // namespace dalian::app
