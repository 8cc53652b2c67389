"""Sentences of the sign-in library that our catalogue says anew: its Spanish wavers between tú and usted.

A translation of ours stands before the library's own for the same English sentence.
"""

from django.utils.translation import gettext_noop

SAID_ANEW = (
    gettext_noop("Be patient, you are sending too many requests."),
    gettext_noop("We've sent a code to %(recipient)s. The code expires shortly, so please enter it soon."),
    gettext_noop("Enter Email Verification Code"),
    gettext_noop("Enter Password Reset Code"),
    gettext_noop("Your email has been changed from %(from_email)s to %(to_email)s."),
    gettext_noop(
        "You're receiving this email because user %(user_display)s has given your email address to "
        "register an account on %(site_domain)s."
    ),
    gettext_noop("Your email verification code is listed below. Please enter it in your open browser window."),
    gettext_noop("Email address %(deleted_email)s has been removed from your account."),
    gettext_noop(
        "You currently do not have any email address set up. You should really add an email address so "
        "you can receive notifications, reset your password, etc."
    ),
    gettext_noop("You cannot generate recovery codes without having two-factor authentication enabled."),
    gettext_noop("Passwordless"),
    gettext_noop("Are you sure you want to remove this security key?"),
)
