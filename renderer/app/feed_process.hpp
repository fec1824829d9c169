#pragma once
// A twinfeed of our own, started beside this program and ended with it.
#include "twin/base/result.hpp"

#include <memory>
#include <string>
#include <vector>

namespace dalian::viewer {

class FeedProcess {
 public:
  /// Runs the twinfeed that lies beside this program (else the one on PATH) with these arguments.
  static Result<std::unique_ptr<FeedProcess>> start(std::vector<std::string> const& arguments);
  /// Asks it to end and waits for it.
  ~FeedProcess();
  FeedProcess(FeedProcess const&) = delete;
  FeedProcess& operator=(FeedProcess const&) = delete;

  /// Its exit status once it has ended; −1 while it runs; 128 + signal when a signal ended it.
  int exit_status();

 private:
  explicit FeedProcess(int pid) : pid_(pid) {}
  int pid_ = -1;
  int status_ = -1;
};

/// What --feeds asks for: "none", "synth", "city" or "replay:FILE".
struct FeedRequest {
  std::string feeds;
  std::string endpoint; // of the twin that takes it in
  std::string start;    // ISO 8601: a finite stream from here, as fast as it goes; empty: in step with the clock
  double seconds = 0;   // of synthetic stream, with `start`
};

/// Null for "none".
Result<std::unique_ptr<FeedProcess>> start_feed(FeedRequest const& request);

} // namespace dalian::viewer
