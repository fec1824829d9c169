#pragma once
// Sealed batches of events that wait on disk for a twin that is away or slow: a small SQLite file, one connector at a
// time. Keeps (epoch, first_seq) with each, so that sending again after a crash is recognised. One thread.
#include "twin/base/result.hpp"
#include "twin/base/time.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

struct sqlite3;

namespace dalian::connectors {

/// Observations with numbers, encoded as the frame that carries them.
struct SealedBatch {
  std::uint64_t epoch = 0;
  std::uint64_t first_seq = 0;
  std::uint32_t count = 0;
  bool events = false;       // holds at least one
  std::int64_t spool_id = 0; // row in the spool; 0 = only in memory
  Instant opened{};          // of the outbox's clock: when its first observation came
  std::string frame;         // a ToTwin
  std::uint64_t last_seq() const { return first_seq + count - 1; }
};

class Spool {
 public:
  static constexpr std::uint64_t kMaxBytes = 256U << 20;

  /// Makes or opens the file (and its folder). Fails when another process holds it.
  static Result<Spool> open(std::filesystem::path const& file);
  Spool(Spool&&) noexcept;
  Spool& operator=(Spool&&) noexcept;
  ~Spool();

  /// On disk when it returns true; sets batch.spool_id. False when full or the disk is.
  bool push(SealedBatch& batch);
  /// The oldest batch after row `after` (0 = from the start); false when there is none.
  bool next(std::int64_t after, SealedBatch& out) const;
  void remove(std::int64_t spool_id);
  /// Row of the newest batch; 0 when there is none.
  std::int64_t last_id() const;

  std::uint64_t observations() const { return observations_; }
  bool empty() const { return observations_ == 0; }

 private:
  struct Close {
    void operator()(sqlite3* db) const;
  };
  explicit Spool(sqlite3* db);
  void count_rows();

  std::unique_ptr<sqlite3, Close> db_;
  std::uint64_t observations_ = 0;
  std::uint64_t bytes_ = 0;
};

/// $XDG_STATE_HOME (else ~/.local/state)/dalian-twin/spool/<source>.sqlite
std::filesystem::path default_spool_path(std::string const& source);

} // namespace dalian::connectors
