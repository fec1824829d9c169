#include "connectors/gtfs/archive.hpp"

#include "connectors/common/document_source.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <zip.h>

namespace dalian::gtfs {
namespace {

namespace fs = std::filesystem;

using Table = Result<std::optional<std::string>>;

class Folder final : public Archive {
 public:
  explicit Folder(fs::path path) : path_(std::move(path)) {}
  Table read(std::string const& name) override {
    if (!fs::exists(path_ / name)) return std::optional<std::string>{};
    auto text = connectors::read_whole_file(path_ / name, kMostTableBytes);
    if (!text) return Error{text.error()};
    return std::optional(std::move(*text));
  }

 private:
  fs::path path_;
};

struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

class Zip final : public Archive {
 public:
  Zip(std::string bytes, std::string name) : bytes_(std::move(bytes)), name_(std::move(name)) {}
  ~Zip() override {
    if (zip_ != nullptr) zip_discard(zip_);
  }
  Zip(Zip const&) = delete;
  Zip& operator=(Zip const&) = delete;

  Status open() {
    zip_error_t error;
    zip_error_init(&error);
    auto* const source = zip_source_buffer_create(bytes_.data(), bytes_.size(), 0, &error);
    zip_ = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
    if (zip_ == nullptr) {
      auto message = fmt::format("{}: is no zip file of a schedule: {}", name_, zip_error_strerror(&error));
      if (source != nullptr) zip_source_free(source);
      zip_error_fini(&error);
      return Error{std::move(message)};
    }
    zip_error_fini(&error);
    return {};
  }

  Table read(std::string const& name) override {
    auto const index = zip_name_locate(zip_, name.c_str(), ZIP_FL_NODIR);
    if (index < 0) return std::optional<std::string>{};
    zip_stat_t stat;
    zip_stat_init(&stat);
    auto const at = static_cast<zip_uint64_t>(index);
    std::unique_ptr<zip_file_t, CloseFile> const file(zip_fopen_index(zip_, at, 0));
    if (zip_stat_index(zip_, at, 0, &stat) != 0 || file == nullptr)
      return Error{fmt::format("{}: {} cannot be read: {}", name_, name, zip_strerror(zip_))};
    auto const ratio_bound = static_cast<std::size_t>(stat.comp_size) * kMostExpansion;
    return unpack(*file, name, std::min(kMostTableBytes, std::max(kFreeExpansionBytes, ratio_bound)));
  }

 private:
  /// Whatever the archive says of its sizes, no more than `most` bytes are taken.
  Table unpack(zip_file_t& file, std::string const& name, std::size_t most) const {
    std::string text;
    char block[64 << 10];
    for (;;) {
      auto const n = zip_fread(&file, block, sizeof block);
      if (n < 0) return Error{fmt::format("{}: {} is damaged: {}", name_, name, zip_file_strerror(&file))};
      if (n == 0) return std::optional(std::move(text));
      if (text.size() + static_cast<std::size_t>(n) > most)
        return Error{fmt::format("{}: {} unpacks to more than {} bytes: refused as a zip bomb", name_, name, most)};
      text.append(block, static_cast<std::size_t>(n));
    }
  }

  std::string bytes_, name_;
  zip_t* zip_ = nullptr;
};

} // namespace

Result<std::unique_ptr<Archive>> open_archive_bytes(std::string bytes, std::string name) {
  auto zip = std::make_unique<Zip>(std::move(bytes), std::move(name));
  if (auto const opened = zip->open(); !opened) return Error{opened.error()};
  return std::unique_ptr<Archive>(std::move(zip));
}

Result<std::unique_ptr<Archive>> open_archive(fs::path const& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) return std::unique_ptr<Archive>(std::make_unique<Folder>(path));
  auto bytes = connectors::read_whole_file(path, kMostPackedBytes);
  if (!bytes) return Error{bytes.error()};
  return open_archive_bytes(std::move(*bytes), path.string());
}

} // namespace dalian::gtfs
