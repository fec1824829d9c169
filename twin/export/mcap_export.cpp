#include "twin/export/exporter.hpp"
#include "twin/export/mcap_writer.hpp"

#include <google/protobuf/descriptor.pb.h>

namespace dalian::exports {
namespace {

/// The schema as MCAP wants it: the file of the message and all that it imports.
void add_file(google::protobuf::FileDescriptor const& file, google::protobuf::FileDescriptorSet& set) {
  for (int i = 0; i < file.dependency_count(); ++i)
    add_file(*file.dependency(i), set);
  file.CopyTo(set.add_file());
}

class McapExporter final : public Exporter {
 public:
  explicit McapExporter(std::ostream& out) : writer_(out, "Dalian Twin") {
    google::protobuf::FileDescriptorSet files;
    auto const& type = *wire::Observation::descriptor();
    add_file(*type.file(), files);
    schema_ = writer_.add_schema(type.full_name(), "protobuf", files.SerializeAsString());
  }

  void take(Exported const& e) override {
    auto const [it, fresh] = channels_.try_emplace({std::string(e.source), e.provenance}, std::uint16_t{0});
    if (fresh)
      it->second = writer_.add_channel(schema_, "/observations/" + std::string(e.source), "protobuf",
                                       {{"provenance", wire::Provenance_Name(e.provenance)}});
    writer_.write(it->second, static_cast<std::uint64_t>(to_unix_ns(e.t_twin)), e.observation.t_obs(),
                  e.observation.SerializeAsString());
  }

  Status finish() override {
    writer_.finish();
    return {};
  }

 private:
  McapWriter writer_;
  std::uint16_t schema_ = 0;
  std::map<std::pair<std::string, wire::Provenance>, std::uint16_t> channels_;
};

} // namespace

std::unique_ptr<Exporter> mcap_exporter(std::ostream& out) {
  return std::make_unique<McapExporter>(out);
}

} // namespace dalian::exports
