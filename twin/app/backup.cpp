#include "twin/app/backup.hpp"

#include "twin/app/copied_file.hpp"
#include "twin/base/time.hpp"
#include "twin/base/version.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

namespace dalian::app {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr char const* kManifest = "manifest.json";
constexpr int kSchema = 1;

struct Part {
  char const* name;
  fs::path BackupParts::*folder;
};
constexpr std::array kParts{Part{"history", &BackupParts::history}, Part{"keys", &BackupParts::keys},
                            Part{"scenarios", &BackupParts::scenarios}};

/// What is made anew by whoever opens the folder is not copied.
bool belongs(fs::path const& file) {
  auto const name = file.filename().string();
  return name != "writer.lock" && !name.ends_with("-wal") && !name.ends_with("-shm") && !name.ends_with("-journal");
}

Status make_empty(fs::path const& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return Error{fmt::format("cannot make {}: {}", folder.string(), error.message())};
  if (!fs::is_empty(folder, error) || error)
    return Error{fmt::format("{} is not empty; name a folder that is, or a new one", folder.string())};
  if (::chmod(folder.c_str(), 0700) != 0) return Error{fmt::format("cannot set the rights of {}", folder.string())};
  return {};
}

/// All files below `folder`, in the order of their names.
Result<std::vector<fs::path>> files_below(fs::path const& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (it->is_regular_file(error) && belongs(it->path())) files.push_back(fs::relative(it->path(), folder));
  if (error) return Error{fmt::format("cannot read {}: {}", folder.string(), error.message())};
  std::ranges::sort(files);
  return files;
}

Status copy_part(Part const& part, fs::path const& from, fs::path const& to, std::vector<BackupFile>& files) {
  auto const names = files_below(from);
  if (!names) return Error{names.error()};
  for (auto const& name : *names) {
    auto const copied = copy_durably(from / name, to / part.name / name);
    if (!copied) return Error{copied.error()};
    files.push_back({(fs::path(part.name) / name).generic_string(), copied->bytes, copied->sha256});
  }
  return {};
}

Status write_manifest(BackupManifest const& manifest, fs::path const& to) {
  Json document{{"schema", kSchema}, {"made", manifest.made}, {"version", manifest.version}, {"files", Json::array()}};
  for (auto const& f : manifest.files)
    document["files"].push_back({{"name", f.name}, {"bytes", f.bytes}, {"sha256", f.sha256}});
  return write_durably(to / kManifest, document.dump(1) + "\n");
}

Result<BackupManifest> read_manifest(fs::path const& from) {
  auto const file = from / kManifest;
  std::ifstream in(file, std::ios::binary);
  if (!in)
    return Error{fmt::format("no {}: that is no whole backup; name the folder twinctl backup wrote", file.string())};
  return parse_manifest(std::string(std::istreambuf_iterator<char>(in), {}), file.string());
}

Status compare(fs::path const& file, BackupFile const& listed) {
  auto const found = hash_file(file);
  if (!found) return Error{found.error()};
  if (found->bytes != listed.bytes || found->sha256 != listed.sha256)
    return Error{fmt::format("{} is not what was backed up ({} bytes, SHA-256 {}…, listed {} bytes, {}…)",
                             file.string(), found->bytes, found->sha256.substr(0, 12), listed.bytes,
                             listed.sha256.substr(0, 12))};
  return {};
}

Status restore_part(Part const& part, fs::path const& from, fs::path const& to, BackupManifest const& manifest) {
  auto const prefix = std::string(part.name) + "/";
  auto const of_part = [&](BackupFile const& f) { return f.name.starts_with(prefix); };
  if (std::ranges::none_of(manifest.files, of_part))
    return Error{fmt::format("{} holds no {}", from.string(), part.name)};
  if (auto const made = make_empty(to); !made) return made;
  for (auto const& file : manifest.files) {
    if (!of_part(file)) continue;
    auto const place = to / file.name.substr(prefix.size());
    if (auto const copied = copy_bytes(from / file.name, place); !copied) return Error{copied.error()};
    if (auto const same = compare(place, file); !same) return same;
  }
  return {};
}

} // namespace

Result<BackupManifest> parse_manifest(std::string const& text, std::string const& name) {
  auto const bad = Error{fmt::format("{} is damaged; take another backup", name)};
  BackupManifest manifest;
  try {
    auto const document = Json::parse(text);
    if (document.at("schema") != kSchema) return bad;
    manifest.made = document.at("made").get<std::string>();
    manifest.version = document.at("version").get<std::string>();
    for (auto const& f : document.at("files"))
      manifest.files.push_back({f.at("name"), f.at("bytes"), f.at("sha256")});
  } catch (Json::exception const&) {
    return bad;
  }
  auto const leads_out = [](BackupFile const& f) {
    fs::path const path(f.name);
    return path.empty() || path.is_absolute() || std::ranges::count(path, fs::path("..")) > 0;
  };
  if (std::ranges::any_of(manifest.files, leads_out)) return bad;
  return manifest;
}

Result<BackupManifest> make_backup(BackupParts const& parts, fs::path const& to) {
  if (auto const made = make_empty(to); !made) return Error{made.error()};
  BackupManifest manifest{format_utc(SystemClock().now()), std::string(version()), {}};
  for (auto const& part : kParts) {
    auto const& from = parts.*part.folder;
    if (from.empty()) continue;
    if (auto const copied = copy_part(part, from, to, manifest.files); !copied) return Error{copied.error()};
  }
  if (manifest.files.empty()) return Error{"there is nothing to back up in the folders named"};
  if (auto const written = write_manifest(manifest, to); !written) return Error{written.error()};
  return manifest;
}

Result<BackupManifest> check_backup(fs::path const& from) {
  auto manifest = read_manifest(from);
  if (!manifest) return manifest;
  for (auto const& file : manifest->files)
    if (auto const same = compare(from / file.name, file); !same) return Error{same.error()};
  auto const there = files_below(from);
  if (!there) return Error{there.error()};
  if (there->size() != manifest->files.size() + 1)
    return Error{fmt::format("{} holds {} files, its manifest lists {}", from.string(), there->size() - 1,
                             manifest->files.size())};
  return manifest;
}

Status restore_backup(fs::path const& from, BackupParts const& to) {
  auto const manifest = check_backup(from);
  if (!manifest) return Error{manifest.error()};
  for (auto const& part : kParts)
    if (auto const& folder = to.*part.folder; !folder.empty())
      if (auto const restored = restore_part(part, from, folder, *manifest); !restored) return restored;
  return {};
}

} // namespace dalian::app
