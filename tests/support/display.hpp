#pragma once
// A display of one's own (Xvfb) for tests of the window.
#include "tests/support/process.hpp"

#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <thread>

namespace dalian::test {

/// Calls `done` until it says true; false when `limit` passes first.
template <class Done>
bool eventually(std::chrono::seconds limit, Done&& done) {
  auto const end = std::chrono::steady_clock::now() + limit;
  while (std::chrono::steady_clock::now() < end) {
    if (done()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return false;
}

/// A display nobody else has.
class Display {
 public:
  explicit Display(std::string const& size = "1280x720")
      : server_({"Xvfb", "-displayfd", "1", "-screen", "0", size + "x24", "-nolisten", "tcp"}) {
    if (!eventually(std::chrono::seconds(20), [&] { return server_.out().find('\n') != std::string::npos; }))
      throw std::runtime_error("Xvfb did not start: " + server_.err());
    std::string number = server_.out();
    number.erase(number.find('\n'));
    setenv("DISPLAY", (":" + number).c_str(), 1);
  }
  ~Display() { unsetenv("DISPLAY"); }

 private:
  test::Process server_;
};

} // namespace dalian::test
