#pragma once
// Options of commands whose input is documents: files or addresses that are asked again and again.
#include "connectors/common/document_source.hpp"

#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace dalian::connectors {

struct DocumentOptions {
  std::vector<std::string> files, urls;
  double every_s = 20;
  std::string token, authorities;
  std::string time = "shift", crs = "wgs84";
  std::size_t count() const { return files.size() + urls.size(); }
  bool recording() const { return urls.empty(); }
  bool move_to_now() const { return recording() && time == "shift"; }
};

/// --file or --url, each one or more times, --every, --token, --authorities, --time, --crs.
void add_document_options(CLI::App& app, DocumentOptions& options);

/// All of them, in the order given. The error is one line for the user.
Result<std::vector<std::unique_ptr<DocumentSource>>> open_documents(DocumentOptions const& options,
                                                                    std::vector<std::string> const& headers = {});

} // namespace dalian::connectors
