#include "sim/check/single_writer.hpp"

namespace feira::check {

void SingleWriter::advanced(Moment now, Dense process, RecordNumber number, const CatalogueDifference& difference,
                            RecordNumber durable, const CatalogueHistory& history, Directory& names) {
  const Dense owner = names.of(difference.owner);
  if (owner == none) return;
  ++taken_;
  Held& held = processes_[process].held[owner];
  const auto who = [&] { return names.name(process) + "'s replica of " + names.name(owner); };
  if (difference.to <= held.version) {
    findings_.add(now, {},
                  who() + " went from version " + std::to_string(held.version) + " to " + std::to_string(difference.to),
                  {held.event, now.event});
  }
  const MadeVersion* made = history.find(owner, difference.to);
  if (difference.to != 0 && (made == nullptr || made->record > durable)) {
    findings_.add(now, {}, who() + " took version " + std::to_string(difference.to) + ", which its owner did not make",
                  {made == nullptr ? 0 : made->event, now.event});
  }
  for (const Product& product : difference.products) {
    check_product(now, process, difference, product, owner, durable, history, names);
  }
  processes_[process].undo.push() = {number, owner, held};
  held = {difference.to, now.event};
}

void SingleWriter::durable(Dense process, RecordNumber through) {
  Ring<Undo>& undo = processes_[process].undo;
  while (!undo.empty() && undo.front().number <= through) undo.pop_front();
}

void SingleWriter::crashed(Dense process, RecordNumber survives) {
  Ring<Undo>& undo = processes_[process].undo;
  for (; !undo.empty() && undo.back().number > survives; undo.pop_back()) {
    processes_[process].held[undo.back().owner] = undo.back().before;
  }
  undo.clear();
}

void SingleWriter::check_product(Moment now, Dense process, const CatalogueDifference& difference,
                                 const Product& product, Dense owner, RecordNumber durable,
                                 const CatalogueHistory& history, Directory& names) {
  ++states_;
  const Ware ware = names.product(product.id);
  const MadeVersion* made = history.find(owner, product.version);
  const char* wrong = nullptr;
  if (made == nullptr || made->product != ware || made->record > durable || names.of(product.id.owner) != owner) {
    wrong = "which its owner did not make";
  } else if (made->stock != product.stock || made->price != product.price || made->removed != product.removed ||
             !history.named_so(product, ware)) {
    wrong = "but not as its owner made it";
  } else if (product.version > difference.to || (made->next != 0 && made->next <= difference.to)) {
    wrong = "which is not how it stands at the replica's version";
  }
  if (wrong == nullptr) return;
  findings_.add(now, product.id,
                names.name(process) + " took " + names.text_of_product(ware) + " at version " +
                    std::to_string(product.version) + " into its replica, " + wrong,
                {made == nullptr ? 0 : made->event, now.event});
}

Verdict SingleWriter::verdict() const {
  return {Property::single_writer, findings_.holds(),
          counted(taken_, "difference") + " taken, " + counted(states_, "product state"), taken_, findings_.first()};
}

}  // namespace feira::check
