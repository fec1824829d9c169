#pragma once
// Runs a viewer's errands to its twin, one after the other, on a thread of its own: actions on alarms, incident locks,
// shift reports, and the status as long as somebody looks at it. Locks and reports need the twin's history folder, so
// they are for a twin on this machine.
#include "twin/app/errand.hpp"
#include "twin/security/key_file.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <zmq.hpp>

namespace dalian::app {

class Errands {
 public:
  /// `context` must outlive this.
  Errands(zmq::context_t& context, std::string requests, std::optional<security::KeyFile> key = {});
  ~Errands();
  Errands(Errands const&) = delete;
  Errands& operator=(Errands const&) = delete;

  // Any thread; none waits for the twin.
  void act(AlarmAction action);
  void lock(IncidentLock wish);
  void report(ShiftReportWish wish);
  /// What came of them since the last call, in their order.
  std::vector<Outcome> take_outcomes();
  /// The document of docs/status.md as it was a few seconds ago; "" before the first, and while no twin answers.
  std::string status();

 private:
  void run();
  void post(std::function<Outcome()> job);
  void ask_status();
  Outcome carry(AlarmAction const& action);
  Outcome carry(IncidentLock const& wish);
  Outcome carry(ShiftReportWish const& wish);
  Result<std::filesystem::path> history_folder();
  Result<std::string> ask_for_status();

  zmq::context_t& context_;
  std::string requests_;
  std::optional<security::KeyFile> key_;

  std::mutex mutex_; // guards what follows
  std::condition_variable wake_;
  bool stop_ = false;
  std::deque<std::function<Outcome()>> jobs_;
  std::vector<Outcome> outcomes_;
  std::string status_;
  Instant looked_{}, asked_{}; // steady: somebody last looked at the status; it was last asked for
  std::thread thread_;
};

} // namespace dalian::app
