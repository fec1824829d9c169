#pragma once
// The parts of `twinctl history`, one file each. Every function returns the exit status.
#include "twin/base/time.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace dalian::app {

struct HistoryOptions {
  std::string folder;
  bool json = false;
  // verify
  bool replay = false;
  std::string fusion; // file of the twin's parameters, "" = those built in
  std::string city;   // as twind's --city
  // export
  std::string format = "csv", from, to, out = "-";
  std::vector<std::string> entities, kinds;
  // move, join
  std::string to_place;
  // join
  std::vector<std::string> zones; // NAME=postgresql://…
  bool print = false;
  // trim
  std::string config;
  // lock, unlock
  std::string at, reason, who;
  std::int64_t id = 0;
};

int list_history(HistoryOptions const& options);
int verify_history(HistoryOptions const& options);
int export_history(HistoryOptions const& options);
int move_history(HistoryOptions const& options);
int join_histories(HistoryOptions const& options);
int trim_history(HistoryOptions const& options);
int lock_history(HistoryOptions const& options);
int unlock_history(HistoryOptions const& options);

/// Tells on standard error how far something is, once a second, after the first second.
class Progress {
 public:
  explicit Progress(std::string what) : what_(std::move(what)) {}
  ~Progress();
  Progress(Progress const&) = delete;
  Progress& operator=(Progress const&) = delete;
  void tell(std::string const& how_far);

 private:
  using Clock = std::chrono::steady_clock;
  std::string what_;
  Clock::time_point next_ = Clock::now() + std::chrono::seconds(1);
  bool told_ = false;
};

} // namespace dalian::app
