#pragma once
// What frames cost the thread that draws them, the last 500: processor time, so that other programs' work on a busy
// machine is not counted. Not for sharing between threads.
#include "renderer/workplaces/health_panel.hpp"

#include <deque>

namespace dalian::viewer {

/// Seconds of processor time that the calling thread has used.
double thread_cpu_s();

class FrameCost {
 public:
  void add(double cpu_s);
  /// Seconds.
  workplaces::Spread spread() const;

 private:
  static constexpr std::size_t kMost = 500;
  std::deque<double> cpu_s_;
};

} // namespace dalian::viewer
