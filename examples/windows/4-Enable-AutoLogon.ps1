#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
Lets Windows sign the terminal's user in when it starts, by Microsoft's Autologon, in whose window you type the password.
.DESCRIPTION
Autologon keeps the password as a secret of Windows (LSA), which administrators can get at and other users can not. This
script never sees it. Whoever reaches the console of the machine is that user: make it one without administrator's rights,
and lock the screen (3-Register-Terminal.ps1 -LockScreen).
.EXAMPLE
.\4-Enable-AutoLogon.ps1
.EXAMPLE
.\4-Enable-AutoLogon.ps1 -Undo
#>
[CmdletBinding(SupportsShouldProcess)]
param([switch]$Undo)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module (Join-Path $PSScriptRoot 'Mt5Bridge.psm1') -Force

$step = '4-Enable-AutoLogon'
$place = Get-Place
$archive = Join-Path ([IO.Path]::GetTempPath()) 'AutoLogon.zip'
$folder = Join-Path ([IO.Path]::GetTempPath()) 'AutoLogon'
$program = Join-Path $folder 'Autologon64.exe'

function Start-Autologon {
    <# .SYNOPSIS Downloads Autologon, checks who signed it, and waits until you have closed its window. #>
    [Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
    Invoke-WebRequest -Uri 'https://download.sysinternals.com/files/AutoLogon.zip' -OutFile $archive -UseBasicParsing
    Expand-Archive -LiteralPath $archive -DestinationPath $folder -Force
    Assert-Signer -File $program -Signer 'Microsoft Corporation'
    Start-Process -FilePath $program -Wait
    Remove-Item -LiteralPath $folder, $archive -Recurse
}

if ($Undo) {
    if (@(Get-Change -Step $step).Count -eq 0) {
        Write-Host 'Nothing to undo: this script has not been run.'
    } elseif ($PSCmdlet.ShouldProcess('Autologon', 'open, for you to press Disable')) {
        Write-Host 'Press Disable in the window that opens: that removes the password, too.'
        Start-Autologon
        if ((Get-RegistryValue -Path $place.Winlogon -Name 'AutoAdminLogon') -eq '1') {
            throw 'The automatic sign-in is still on. Run this again, and press Disable.'
        }
        Clear-Change -Step $step
    }
    return
}

$isPlain = (Get-RegistryValue -Path $place.Winlogon -Name 'DefaultPassword') -ne ''
if ($isPlain -and $PSCmdlet.ShouldProcess("$($place.Winlogon) DefaultPassword", 'remove the password in plain text')) {
    Remove-ItemProperty -Path $place.Winlogon -Name DefaultPassword
    Write-Host 'A password stood in the registry as plain text, and was removed. Change it: others may have read it.'
}
if (Test-Passed (Test-AutoLogon)) {
    Write-Host 'Nothing to do.'
} elseif ($PSCmdlet.ShouldProcess('Autologon', 'download from Microsoft and open, for you to type the password')) {
    Add-Change -Step $step -Name 'AutoAdminLogon' -Before (Get-RegistryValue -Path $place.Winlogon -Name 'AutoAdminLogon')
    Write-Host 'Type user, machine and password in the window that opens, and press Enable.'
    Start-Autologon
}
Show-Check (Test-AutoLogon)
