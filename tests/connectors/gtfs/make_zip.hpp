#pragma once
// A zip file in memory, by libzip.
#include <map>
#include <stdexcept>
#include <string>
#include <zip.h>

namespace dalian::gtfs::test {

inline std::string make_zip(std::map<std::string, std::string> const& files) {
  zip_error_t error;
  zip_error_init(&error);
  auto* const source = zip_source_buffer_create(nullptr, 0, 0, &error);
  auto* const zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
  if (zip == nullptr) throw std::runtime_error("zip");
  zip_source_keep(source);
  for (auto const& [name, text] : files)
    zip_file_add(zip, name.c_str(), zip_source_buffer(zip, text.data(), text.size(), 0), ZIP_FL_ENC_UTF_8);
  if (zip_close(zip) != 0) throw std::runtime_error("zip");
  zip_source_open(source);
  zip_source_seek(source, 0, SEEK_END);
  std::string bytes(static_cast<std::size_t>(zip_source_tell(source)), '\0');
  zip_source_seek(source, 0, SEEK_SET);
  zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  zip_source_free(source);
  return bytes;
}

} // namespace dalian::gtfs::test
