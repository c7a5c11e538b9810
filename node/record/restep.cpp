#include "node/record/restep.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

#include "core/marketplace.hpp"
#include "core/wire/wire.hpp"
#include "node/record/recording.hpp"

namespace feira::node {

namespace {

using nlohmann::json;

class Stepper {
 public:
  void take(const json& line, std::uint64_t number, Restepped& result) {
    if (!core_) return begin(line);
    if (line.contains("record")) {
      auto record = wire::decode_record(line.at("record").dump());
      if (const auto* error = std::get_if<wire::WireError>(&record)) throw std::runtime_error(error->what);
      journal_.push_back(std::get<Record>(std::move(record)));
      ++result.records;
      return;
    }
    effects_.clear();
    std::string what = "start";
    if (line.contains("start")) {
      const json& start = line.at("start");
      core_->start(LocalTime{start.at("now").get<std::int64_t>()}, journal_, effects_,
                   start.at("last").get<RecordNumber>());
    } else {
      const json& step = line.at("step");
      RecordedInput input;
      read_input(step.at("input"), input);
      core_->step(LocalTime{step.at("now").get<std::int64_t>()}, *input.input, effects_);
      what = step.at("input").dump();
    }
    if (hash_of(effects_) == line.at("effects").get<std::string>()) {
      ++result.same;
    } else {
      result.difference = Restepped::Difference{number, std::move(what), text_of(effects_)};
    }
  }

 private:
  void begin(const json& header) {
    if (header.value("format", "") != recording_format) throw std::runtime_error("this is no recording of a node");
    const auto version = header.at("version").get<std::uint32_t>();
    if (version != recording_version || header.at("wire").get<std::uint32_t>() != wire::format_version) {
      throw std::runtime_error("recording version " + std::to_string(version) + " is not known here, but version " +
                               std::to_string(recording_version) + " is");
    }
    core_.emplace(config_of(header.at("config")));
  }

  std::optional<Marketplace> core_;
  std::vector<Record> journal_;
  Effects effects_;
};

}  // namespace

Restepped restep(std::istream& recording) {
  Restepped result;
  Stepper stepper;
  std::string text;
  for (std::uint64_t number = 1; std::getline(recording, text) && !result.difference; ++number) {
    const json line = json::parse(text, nullptr, false);
    if (line.is_discarded() && recording.eof()) {
      result.cut_off = true;
      break;
    }
    try {
      if (line.is_discarded()) throw std::runtime_error("this is not JSON");
      stepper.take(line, number, result);
    } catch (const std::exception& error) {
      result.error = "line " + std::to_string(number) + ": " + error.what();
      break;
    }
  }
  return result;
}

}  // namespace feira::node
