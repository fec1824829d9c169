#pragma once
// A few threads that do the same thing together: each member its own share, the caller is the first of them.
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace dalian {

class Crew {
 public:
  /// `members` >= 1; with one no thread is started.
  explicit Crew(unsigned members);
  ~Crew();
  Crew(Crew const&) = delete;
  Crew& operator=(Crew const&) = delete;

  unsigned size() const { return static_cast<unsigned>(threads_.size()) + 1; }

  /// Calls `work(member)` for every member, each on its own thread; returns when all are done. `work` must not throw.
  void run(std::function<void(unsigned)> const& work);

 private:
  void live(unsigned member);

  std::mutex mutex_;
  std::condition_variable start_, done_;
  std::function<void(unsigned)> const* work_ = nullptr;
  std::uint64_t round_ = 0;
  unsigned busy_ = 0;
  bool stop_ = false;
  std::vector<std::thread> threads_;
};

} // namespace dalian
