#include "connectors/app/stop.hpp"

#include <csignal>

namespace dalian::connectors {
namespace {

volatile std::sig_atomic_t g_stop = 0; // the one thing a signal handler may write

} // namespace

void install_stop_signals() {
  struct sigaction action {};
  action.sa_handler = [](int) { g_stop = 1; };
  action.sa_flags = static_cast<int>(SA_RESETHAND); // without SA_RESTART: waits end early
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool stop_requested() {
  return g_stop != 0;
}

} // namespace dalian::connectors
