#include "node/live/init.hpp"

#include <cstring>
#include <system_error>

#include "node/identity/secrets.hpp"
#include "node/refusal.hpp"
#include "node/store/data_folder.hpp"
#include "node/store/store.hpp"

namespace feira::node {

namespace {

/// Zero is nobody.
MarketplaceId draw_id() {
  MarketplaceId id;
  while (id == MarketplaceId{}) std::memcpy(&id.value, random_bytes(sizeof id.value).data(), sizeof id.value);
  return id;
}

}  // namespace

Identity init(const std::filesystem::path& data, const std::string& name,
              const std::filesystem::path& consortium_key_file) {
  if (!is_name(name)) {
    throw Refusal("\"" + name + "\" is no name for a marketplace; expected one to forty letters, digits, - and _");
  }
  const bool founds = consortium_key_file.empty();
  const ConsortiumKey key = founds ? ConsortiumKey::draw() : ConsortiumKey::read(consortium_key_file);
  const Identity identity{draw_id(), name, key.consortium, founds};
  DataFolder::make(data);
  try {
    key.write(DataFolder::key(data));
    write_secret_file(DataFolder::token(data), hex_of(random_bytes(32)) + "\n");
    Store::create(DataFolder::database(data), identity);
  } catch (const Refusal&) {
    std::error_code ignored;
    for (const auto& made : {DataFolder::key(data), DataFolder::token(data), DataFolder::database(data)}) {
      std::filesystem::remove(made, ignored);
    }
    throw;
  }
  return identity;
}

}  // namespace feira::node
