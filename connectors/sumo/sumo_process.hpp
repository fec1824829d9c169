#pragma once
// A SUMO of our own: started, started again with growing waits when it fails, and ended with us. One thread.
#include "connectors/common/backoff.hpp"
#include "twin/base/result.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace dalian::sumo {

class SumoProcess {
 public:
  struct Options {
    std::string program = "sumo"; // a path, or a name that PATH knows
    std::filesystem::path scenario;
    std::function<void(std::string const&)> note{};
  };
  /// Starts it with TraCI at a free port of loopback. The error says what is missing.
  static Result<SumoProcess> start(Options options);
  ~SumoProcess();
  SumoProcess(SumoProcess&& other) noexcept;
  SumoProcess& operator=(SumoProcess&&) = delete;

  /// Of loopback; 0 when there is none.
  static std::uint16_t free_port();

  std::string address() const;
  pid_t pid() const { return pid_; }
  /// To be called often: starts it again when it has ended.
  void tend();

 private:
  explicit SumoProcess(Options options);
  bool spawn();

  Options options_;
  std::uint16_t port_ = 0;
  pid_t pid_ = -1;
  connectors::Backoff backoff_{{}};
  std::chrono::steady_clock::time_point due_{};
};

} // namespace dalian::sumo
