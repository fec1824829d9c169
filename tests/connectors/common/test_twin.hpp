#pragma once
// A twin without fusion for tests of the publisher: the real receiver, a "disk" that outlives it, and a kill that loses
// whatever was not yet on that disk.
#include "twin/app/receiver.hpp"

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace dalian::connectors {

/// What a killed twin finds again.
struct TestDisk {
  std::mutex mutex;
  std::vector<wire::Batch> batches;
};

class TestTwin {
 public:
  /// `commit_every`: how long a batch stays in memory only; zero duration = the disk takes nothing.
  TestTwin(std::string endpoint, TestDisk& disk, std::chrono::milliseconds commit_every)
      : disk_(disk), commit_every_(commit_every),
        receiver_(context_, feeds_,
                  {[this](app::Feed&, app::FeedEpoch& epoch, wire::Batch const& batch, std::string_view) {
                     epoch.recorded_seq = batch.first_seq() + static_cast<std::uint64_t>(batch.observations_size()) - 1;
                     waiting_.push_back(batch);
                   },
                   [this](app::Feed&, wire::FeedReport const& report, std::string_view) {
                     std::lock_guard const lock(disk_.mutex);
                     report_ = report;
                   }}) {
    for (auto const& batch : disk_.batches)
      feeds_.recover(batch);
    auto const bound = receiver_.bind(endpoint);
    if (!bound) throw std::runtime_error(bound.error());
    thread_ = std::thread([this] { run(); });
  }
  ~TestTwin() { // like a kill: what waits is lost
    stop_ = true;
    thread_.join();
  }

  wire::FeedReport report() {
    std::lock_guard const lock(disk_.mutex);
    return report_;
  }

 private:
  void run() {
    auto next = std::chrono::steady_clock::now() + commit_every_;
    while (!stop_) {
      receiver_.work(std::chrono::milliseconds(2), std::chrono::milliseconds(2));
      if (commit_every_.count() == 0 || std::chrono::steady_clock::now() < next) continue;
      next = std::chrono::steady_clock::now() + commit_every_;
      commit();
    }
  }
  void commit() {
    for (auto& batch : waiting_) {
      feeds_.stored(batch.source(), batch.epoch(),
                    batch.first_seq() + static_cast<std::uint64_t>(batch.observations_size()) - 1);
      std::lock_guard const lock(disk_.mutex);
      disk_.batches.push_back(std::move(batch));
    }
    waiting_.clear();
    receiver_.send_grants();
  }

  TestDisk& disk_;
  std::chrono::milliseconds commit_every_;
  zmq::context_t context_{1};
  app::Feeds feeds_;
  app::Receiver receiver_;
  std::vector<wire::Batch> waiting_;
  wire::FeedReport report_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

} // namespace dalian::connectors
