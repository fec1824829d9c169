#include "connectors/sumo/xml_reader.hpp"

#include <algorithm>
#include <cmath>
#include <expat.h>
#include <fmt/format.h>

namespace dalian::sumo {

std::optional<double> XmlAttributes::number(std::string_view name) const {
  auto const written = text(name);
  double value = 0;
  auto const [end, error] = std::from_chars(written.data(), written.data() + written.size(), value);
  if (error != std::errc() || end != written.data() + written.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

struct XmlReader::State {
  Handlers handlers;
  XML_Parser parser = nullptr;
  std::size_t depth = 0, fed = 0;
  bool stopped = false;
  std::string_view outcome;
  std::string trouble;

  ~State() { XML_ParserFree(parser); }

  void fail(std::string_view what, std::string why) {
    if (!outcome.empty()) return;
    outcome = what;
    trouble = fmt::format("line {}: {}", XML_GetCurrentLineNumber(parser), why);
    XML_StopParser(parser, XML_FALSE);
  }
  static void on_begin(void* user, XML_Char const* name, XML_Char const** pairs) {
    auto& s = *static_cast<State*>(user);
    if (++s.depth > kMostXmlDepth) return s.fail("too_deep", "elements nest too deeply");
    if (s.handlers.begin) s.handlers.begin(name, XmlAttributes(pairs));
  }
  static void on_end(void* user, XML_Char const* name) {
    auto& s = *static_cast<State*>(user);
    --s.depth;
    if (s.handlers.end) s.handlers.end(name);
  }
  static void on_document_type(void* user, XML_Char const*, XML_Char const*, XML_Char const*, int) {
    static_cast<State*>(user)->fail("document_type", "a document type, which might hold entities, is refused");
  }

  bool parse(std::string_view bytes, bool last) {
    if (stopped || !outcome.empty()) return outcome.empty();
    fed += bytes.size();
    auto const status = XML_Parse(parser, bytes.data(), static_cast<int>(bytes.size()), last ? 1 : 0);
    if (stopped) return true;
    if (status != XML_STATUS_OK) fail("bad_xml", XML_ErrorString(XML_GetErrorCode(parser)));
    auto const read = XML_GetCurrentByteIndex(parser);
    if (outcome.empty() && fed - static_cast<std::size_t>(std::max<XML_Index>(read, 0)) > kMostXmlToken)
      fail("too_long", fmt::format("no element ends within {} bytes", kMostXmlToken));
    return outcome.empty();
  }
};

XmlReader::XmlReader(Handlers handlers) : state_(std::make_unique<State>()) {
  state_->handlers = std::move(handlers);
  state_->parser = XML_ParserCreate(nullptr);
  XML_SetUserData(state_->parser, state_.get());
  XML_SetElementHandler(state_->parser, State::on_begin, State::on_end);
  XML_SetStartDoctypeDeclHandler(state_->parser, State::on_document_type);
}

XmlReader::~XmlReader() = default;
XmlReader::XmlReader(XmlReader&&) noexcept = default;
XmlReader& XmlReader::operator=(XmlReader&&) noexcept = default;

bool XmlReader::feed(std::string_view bytes) {
  constexpr std::size_t kPiece = 64 * 1024;
  while (!bytes.empty()) {
    if (!state_->parse(bytes.substr(0, kPiece), false)) return false;
    bytes.remove_prefix(std::min(kPiece, bytes.size()));
  }
  return state_->outcome.empty();
}

bool XmlReader::finish() {
  return state_->parse({}, true);
}

void XmlReader::stop() {
  state_->stopped = true;
  XML_StopParser(state_->parser, XML_FALSE);
}

std::string_view XmlReader::outcome() const {
  return state_->outcome;
}

std::string const& XmlReader::trouble() const {
  return state_->trouble;
}

} // namespace dalian::sumo
