#include "renderer/app/frame_cost.hpp"

#include <ctime>

namespace dalian::viewer {

double thread_cpu_s() {
  timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

void FrameCost::add(double cpu_s) {
  cpu_s_.push_back(cpu_s);
  if (cpu_s_.size() > kMost) cpu_s_.pop_front();
}

workplaces::Spread FrameCost::spread() const {
  return workplaces::spread_of({cpu_s_.begin(), cpu_s_.end()});
}

} // namespace dalian::viewer
