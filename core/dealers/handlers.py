"""Every command and query of dealers and people, and the function that does it."""

from __future__ import annotations

from core.dealers.use_cases.accept_invite import AcceptInvite, accept_invite
from core.dealers.use_cases.add_person import AddPerson, add_person
from core.dealers.use_cases.block_person import BlockPerson, block_person
from core.dealers.use_cases.change_dealer import (
    AssignRep,
    ChangeDealer,
    SetDealerActive,
    SetParent,
    assign_rep,
    change_dealer,
    set_dealer_active,
    set_parent,
)
from core.dealers.use_cases.change_person import (
    ChangePerson,
    SetPersonRole,
    ShowPerson,
    change_person,
    set_person_role,
    show_person,
)
from core.dealers.use_cases.change_team import ChangeRole, RemoveColleague, change_role, remove_colleague
from core.dealers.use_cases.choose_language import ChooseLanguage, choose_language
from core.dealers.use_cases.create_invite import CreateInvite, create_invite
from core.dealers.use_cases.enrol_second_factor import (
    ConfirmSecondFactor,
    EnrolSecondFactor,
    RenewRecoveryCodes,
    confirm_second_factor,
    enrol_second_factor,
    renew_recovery_codes,
)
from core.dealers.use_cases.find_dealers import (
    FindDealers,
    FindPeople,
    ListDealers,
    ListRegions,
    ListReps,
    ShowDealer,
    find_dealers,
    find_people,
    list_dealers,
    list_regions,
    list_reps,
    show_dealer,
)
from core.dealers.use_cases.find_recipients import FindRecipients, find_recipients
from core.dealers.use_cases.identify_chat import IdentifyChat, identify_chat
from core.dealers.use_cases.invite_colleague import (
    InviteColleague,
    InviteMember,
    MakeTeamLink,
    invite_colleague,
    invite_member,
    make_team_link,
)
from core.dealers.use_cases.list_places import ListPlaces, list_places
from core.dealers.use_cases.list_team import ListTeam, list_team
from core.dealers.use_cases.open_invite import OpenInvite, open_invite
from core.dealers.use_cases.prove_second_factor import ProveSecondFactor, prove_second_factor
from core.dealers.use_cases.remove_second_factor import (
    DropSecondFactor,
    ResetSecondFactor,
    drop_second_factor,
    reset_second_factor,
)
from core.dealers.use_cases.show_security import ShowSecurity, show_security
from core.dealers.use_cases.sign_out import (
    LinkChat,
    NoteSeen,
    SignOut,
    SignOutOthers,
    link_chat,
    note_seen,
    sign_out,
    sign_out_others,
)
from core.infra.door import Handler

HANDLERS: dict[type, Handler] = {
    IdentifyChat: Handler(identify_chat),
    CreateInvite: Handler(create_invite),
    OpenInvite: Handler(open_invite),
    AcceptInvite: Handler(accept_invite),
    ChooseLanguage: Handler(choose_language),
    BlockPerson: Handler(block_person),
    ListPlaces: Handler(list_places),
    FindRecipients: Handler(find_recipients),
    ListTeam: Handler(list_team),
    MakeTeamLink: Handler(make_team_link),
    InviteColleague: Handler(invite_colleague),
    InviteMember: Handler(invite_member),
    ChangeRole: Handler(change_role),
    RemoveColleague: Handler(remove_colleague),
    ShowSecurity: Handler(show_security),
    LinkChat: Handler(link_chat),
    SignOut: Handler(sign_out),
    SignOutOthers: Handler(sign_out_others),
    NoteSeen: Handler(note_seen),
    EnrolSecondFactor: Handler(enrol_second_factor),
    ConfirmSecondFactor: Handler(confirm_second_factor),
    RenewRecoveryCodes: Handler(renew_recovery_codes),
    ProveSecondFactor: Handler(prove_second_factor),
    DropSecondFactor: Handler(drop_second_factor),
    ResetSecondFactor: Handler(reset_second_factor),
    FindDealers: Handler(find_dealers),
    FindPeople: Handler(find_people),
    ListDealers: Handler(list_dealers),
    ListRegions: Handler(list_regions),
    ListReps: Handler(list_reps),
    ShowDealer: Handler(show_dealer),
    AssignRep: Handler(assign_rep),
    SetDealerActive: Handler(set_dealer_active),
    AddPerson: Handler(add_person),
    ShowPerson: Handler(show_person),
    ChangePerson: Handler(change_person),
    SetPersonRole: Handler(set_person_role),
    ChangeDealer: Handler(change_dealer),
    SetParent: Handler(set_parent),
}
