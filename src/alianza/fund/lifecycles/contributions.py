"""How a contribution moves: promised, drafted, signed by two, paid in instalments."""

from alianza.vocabulary.lifecycle import Guard, Lifecycle, Move, Role, State
from alianza.vocabulary.refusal import marked

OFFICER = Role("officer", marked("Secretariat officer"))
BANK = Role("bank", marked("a line of the bank, entered by an officer"))

PLEDGE = Lifecycle(
    id="fund.pledge",
    states=(
        State("pledged", marked("Pledged")),
        State("drafted", marked("Agreement in preparation")),
        State("signed", marked("Became an agreement")),
        State("lapsed", marked("Lapsed")),
    ),
    moves=(
        Move(
            "draft", marked("Draft an agreement"), ("pledged", "drafted"), "drafted", ("officer",), ("pledge_covers",)
        ),
        Move("drop", marked("Withdraw the draft"), ("drafted",), "pledged", ("officer",)),
        Move("sign", marked("Sign"), ("drafted", "pledged"), "signed", ("officer",), ("pledge_covers",)),
        Move("lapse", marked("Let lapse"), ("pledged", "drafted"), "lapsed", ("officer",), needs_reason=True),
    ),
    initial="pledged",
    finals=("signed", "lapsed"),
    guards=(Guard("pledge_covers", marked("The agreement is not larger than what is left of the pledge.")),),
    roles=(OFFICER,),
)

AGREEMENT = Lifecycle(
    id="fund.agreement",
    states=(
        State("drafted", marked("Drafted")),
        State("withdrawn", marked("Withdrawn")),
        State("signed", marked("Signed")),
        State("paid", marked("Paid")),
        State("closed", marked("Closed")),
    ),
    moves=(
        Move("put_signature", marked("Put a signature"), ("drafted",), "drafted", ("officer",), ("one_hand_each",)),
        Move(
            "sign",
            marked("Sign"),
            ("drafted",),
            "signed",
            ("officer",),
            ("two_signatures", "looked_into", "schedule", "pledge_covers"),
        ),
        Move("withdraw", marked("Withdraw the draft"), ("drafted",), "withdrawn", ("officer",), needs_reason=True),
        Move("amend", marked("Amend"), ("signed",), "signed", ("officer",), ("schedule",), needs_reason=True),
        Move("receive_last", marked("Receive the last instalment"), ("signed",), "paid", ("bank",)),
        Move("close", marked("Close"), ("paid", "signed"), "closed", ("officer",), ("nothing_open",)),
    ),
    initial="drafted",
    finals=("withdrawn", "closed"),
    guards=(
        Guard("one_hand_each", marked("Nobody signs twice.")),
        Guard("two_signatures", marked("Two of our signatories have signed.")),
        Guard("looked_into", marked("A donor that is no government was looked into.")),
        Guard("schedule", marked("The instalments add up to the agreement.")),
        Guard("pledge_covers", marked("The agreement is not larger than what is left of the pledge.")),
        Guard("nothing_open", marked("Every instalment was received or written off, and nothing is left unallocated.")),
    ),
    roles=(OFFICER, BANK),
)

INSTALMENT = Lifecycle(
    id="fund.instalment",
    states=(
        State("due", marked("Due")),
        State("part", marked("Received in part")),
        State("received", marked("Received")),
        State("written_off", marked("Written off")),
    ),
    moves=(
        Move("receive_part", marked("Receive in part"), ("due", "part"), "part", ("bank",), ("line_free",)),
        Move("receive", marked("Receive"), ("due", "part"), "received", ("bank",), ("line_free",)),
        Move("write_off", marked("Write off"), ("due", "part"), "written_off", ("officer",), ("decided",)),
    ),
    initial="due",
    finals=("received", "written_off"),
    guards=(
        Guard("line_free", marked("The line of the bank has paid nothing else.")),
        Guard("decided", marked("The oversight committee decided it.")),
    ),
    roles=(OFFICER, BANK),
)
